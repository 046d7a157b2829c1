using System.Xml;

namespace ApiSecurity.Validation;

/// <summary>The envelope around a message (SOAP 1.1 section 4, SOAP 1.2 part 1 section 5), and whether the request says of it what it is.</summary>
internal sealed class SoapPass(SoapContract soap, XmlRun run, XmlPath path, XmlPass pass)
{
    private string _envelope = string.Empty;
    private string? _action;
    private string? _part;
    private bool _hasBody;
    private bool _hasMessage;

    public void Read(XmlReader reader, XmlMedia media, string? soapAction)
    {
        do
        {
            if (!See(reader, media, soapAction))
            {
                return;
            }
        }
        while (reader.Read());

        if (!_hasMessage)
        {
            run.Add(path.ToString(), XmlViolations.SoapEnvelope, XmlViolations.SoapEnvelopeText, 0, 0);
        }
    }

    private bool See(XmlReader reader, XmlMedia media, string? soapAction)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element when reader.Depth == 2 && _part == "Body":
                return Message(reader);
            case XmlNodeType.Element:
                return pass.See(reader, 0) && (reader.Depth switch
                {
                    0 => Begin(reader, media, soapAction),
                    1 => Part(reader),
                    2 => Block(reader),
                    _ => true,
                });
            case XmlNodeType.Text or XmlNodeType.CDATA when reader.Depth < 3:
            // SOAP 1.1 section 3, SOAP 1.2 part 1 section 5: no instructions.
            case XmlNodeType.ProcessingInstruction:
                return Refuse(reader);
            default:
                return pass.See(reader, 0);
        }
    }

    private bool Begin(XmlReader reader, XmlMedia media, string? soapAction)
    {
        _envelope = media.IsSoap12 ? Soap.Envelope12 : Soap.Envelope11;
        if (reader.LocalName != "Envelope" || reader.NamespaceURI != _envelope)
        {
            pass.Tell(reader, XmlViolations.SoapVersion, XmlViolations.SoapVersionText);
            return false;
        }

        // Of SOAP 1.1 the header field is a part (section 6.1.1), though it may be empty.
        _action = media.IsSoap12 ? media.Action : soapAction?.Trim(' ', '\t') is { } field ? field.Trim('"') : null;
        if ((!media.IsSoap12 && _action is null) || !soap.Knows(_action))
        {
            pass.Tell(reader, XmlViolations.SoapAction, XmlViolations.SoapActionText);
            return false;
        }

        return true;
    }

    private bool Part(XmlReader reader)
    {
        var isFirst = _part is null;
        _part = reader.NamespaceURI == _envelope ? reader.LocalName : string.Empty;
        if (_part == "Body" && !_hasBody)
        {
            _hasBody = true;
            return true;
        }

        return (_part == "Header" && isFirst) || Refuse(reader);
    }

    private bool Block(XmlReader reader)
    {
        if (reader.GetAttribute("mustUnderstand", _envelope)?.Trim() is not ("1" or "true") || !IsForUs(reader) || soap.Understands(new XmlQualifiedName(reader.LocalName, reader.NamespaceURI)))
        {
            return true;
        }

        pass.Tell(reader, XmlViolations.SoapMustUnderstand, XmlViolations.SoapMustUnderstandText);
        return false;
    }

    private bool IsForUs(XmlReader reader) => (_envelope == Soap.Envelope11 ? reader.GetAttribute("actor", _envelope) : reader.GetAttribute("role", _envelope))
        is null or "" or Soap.Next11 or Soap.Next12 or Soap.UltimateReceiver12;

    private bool Message(XmlReader reader)
    {
        if (_hasMessage)
        {
            return pass.See(reader, 0) && Refuse(reader);
        }

        _hasMessage = true;
        if (!soap.Has(_action, new XmlQualifiedName(reader.LocalName, reader.NamespaceURI)))
        {
            pass.Tell(reader, XmlViolations.SoapAction, XmlViolations.SoapActionText);
            return false;
        }

        using var message = reader.ReadSubtree();
        pass.ReadValid(message, above: 2);
        return !run.IsFull;
    }

    private bool Refuse(XmlReader reader)
    {
        pass.Tell(reader, XmlViolations.SoapEnvelope, XmlViolations.SoapEnvelopeText);
        return false;
    }
}
