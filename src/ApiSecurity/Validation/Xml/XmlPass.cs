using System.Buffers;
using System.Xml;
using System.Xml.Schema;

namespace ApiSecurity.Validation;

/// <summary>One pass over one body: its form, its limits, its envelope and its schema. Nothing is fetched, and nothing is expanded.</summary>
internal sealed class XmlPass(XmlContract contract, XmlValidationOptions limits, int maxViolations)
{
    private const string XInclude = "http://www.w3.org/2001/XInclude";

    private readonly XmlRun _run = new(maxViolations);
    private readonly XmlPath _path = new();
    private readonly List<ValidationEventArgs> _events = [];
    private int _nodes;

    public XmlRun Check(ReadOnlySequence<byte> body, XmlMedia media, string? soapAction)
    {
        if (XmlCharset.Of(body) is not { } charset || !XmlCharset.Agrees(charset, media.Charset))
        {
            return XmlRun.OtherCharset();
        }

        using var reader = XmlReader.Create(new SequenceStream(body), Settings());
        try
        {
            if (reader.Read() && reader.NodeType == XmlNodeType.XmlDeclaration && !XmlCharset.Agrees(charset, reader.GetAttribute("encoding")))
            {
                return XmlRun.OtherCharset();
            }

            if (contract.Soap is { } soap)
            {
                new SoapPass(soap, _run, _path, this).Read(reader, media, soapAction);
            }
            else
            {
                ReadValid(reader, 0);
            }
        }
        catch (XmlException exception)
        {
            _run.Add(_path.ToString(), XmlViolations.Malformed, XmlViolations.MalformedText, exception.LineNumber, exception.LinePosition);
        }

        return _run;
    }

    /// <summary>Reads on to the end, by the schema where there is one.</summary>
    /// <param name="reader">Before the first node, or on it.</param>
    /// <param name="above">How many elements the document has above the reader's.</param>
    public void ReadValid(XmlReader reader, int above)
    {
        if (contract.Schemas is null)
        {
            ReadAll(reader, above);
            return;
        }

        var settings = Settings();
        settings.Schemas = contract.Schemas;
        settings.ValidationType = ValidationType.Schema;
        // Neither what the document says of its schema nor a schema inside of it.
        settings.ValidationFlags = XmlSchemaValidationFlags.ProcessIdentityConstraints | XmlSchemaValidationFlags.AllowXmlAttributes;
        settings.ValidationEventHandler += (_, told) => _events.Add(told);
        using var valid = XmlReader.Create(reader, settings);
        ReadAll(valid, above);
    }

    /// <summary>Looks at the node that the reader is on.</summary>
    /// <returns>Whether to read on.</returns>
    public bool See(XmlReader reader, int above)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                _path.Enter(reader.Depth + above, reader.LocalName);
                if (BrokenLimit(reader, reader.Depth + above) is { } limit)
                {
                    Tell(reader, limit, limit == XmlViolations.Include ? XmlViolations.IncludeText : XmlViolations.LimitText);
                    return false;
                }

                break;
            case XmlNodeType.EndElement:
                _path.Leave(reader.Depth + above);
                break;
            default:
                if (++_nodes > limits.MaxNodes || reader.Value.Length > limits.MaxTextLength || reader.Name.Length > limits.MaxNameLength)
                {
                    Tell(reader, _nodes > limits.MaxNodes ? XmlViolations.MaxNodes : XmlViolations.MaxText, XmlViolations.LimitText);
                    return false;
                }

                break;
        }

        foreach (var told in _events)
        {
            var isValue = told.Exception.InnerException is not null;
            Tell(reader, isValue ? XmlViolations.Value : XmlViolations.Content, isValue ? XmlViolations.ValueText : XmlViolations.ContentText);
        }

        _events.Clear();
        return !_run.IsFull;
    }

    public void Tell(XmlReader reader, string code, string text)
    {
        var (line, column) = reader is IXmlLineInfo { } info && info.HasLineInfo() ? (info.LineNumber, info.LinePosition) : (0, 0);
        _run.Add(_path.ToString(), code, text, line, column);
    }

    private static XmlReaderSettings Settings() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        // Without a DTD there are none; zero would mean no limit.
        MaxCharactersFromEntities = 1,
        CloseInput = false,
    };

    private void ReadAll(XmlReader reader, int above)
    {
        // One that others have read from stands on a node already.
        var goesOn = reader.ReadState != ReadState.Interactive || See(reader, above);
        while (goesOn && reader.Read())
        {
            goesOn = See(reader, above) && IsDeclared(reader);
        }
    }

    /// <summary>For an element at the top that it does not know the framework only has a warning, and takes what is inside as it is.</summary>
    private bool IsDeclared(XmlReader reader)
    {
        if (reader.Settings?.ValidationType != ValidationType.Schema || reader.Depth > 0 || reader.NodeType != XmlNodeType.Element || reader.SchemaInfo?.SchemaElement is not null)
        {
            return true;
        }

        Tell(reader, XmlViolations.Undeclared, XmlViolations.UndeclaredText);
        return false;
    }

    private string? BrokenLimit(XmlReader reader, int depth)
    {
        if (depth >= limits.MaxDepth)
        {
            return XmlViolations.MaxDepth;
        }

        if (reader.Name.Length > limits.MaxNameLength)
        {
            return XmlViolations.MaxName;
        }

        if (reader.NamespaceURI == XInclude)
        {
            return XmlViolations.Include;
        }

        _nodes += 1 + reader.AttributeCount;
        var broken = _nodes > limits.MaxNodes ? XmlViolations.MaxNodes : BrokenByAttributes(reader);
        reader.MoveToElement();
        return broken;
    }

    private string? BrokenByAttributes(XmlReader reader)
    {
        var (attributes, namespaces) = (0, 0);
        while (reader.MoveToNextAttribute())
        {
            if (reader.Prefix == "xmlns" || reader.Name == "xmlns")
            {
                namespaces++;
            }
            else
            {
                attributes++;
            }

            if (attributes > limits.MaxAttributes || namespaces > limits.MaxNamespaces)
            {
                return attributes > limits.MaxAttributes ? XmlViolations.MaxAttributes : XmlViolations.MaxNamespaces;
            }

            if (reader.Value.Length > limits.MaxTextLength || reader.Name.Length > limits.MaxNameLength)
            {
                return reader.Name.Length > limits.MaxNameLength ? XmlViolations.MaxName : XmlViolations.MaxText;
            }
        }

        return null;
    }
}
