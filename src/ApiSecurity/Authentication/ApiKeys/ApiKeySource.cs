using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;

namespace ApiSecurity.Authentication;

/// <summary>
/// What a remembered key is held against at each request: that no key has changed since, that the client's network is one of the key's, and that no
/// second key came along. Its end is the credential's own.
/// </summary>
internal sealed class ApiKeySource(string id, AddressRange[] networks, long generation, ApiKeyState state, ApiKeyReader reader) : ICredentialSource
{
    private int _noted;

    public bool Accepts(VerifiedCredential credential, HttpContext context)
    {
        if (state.Generation != generation
            || !ApiKeyNetworks.Allow(networks, networks.Length == 0 ? null : context.Connection.RemoteIpAddress)
            || !reader.IsOnlyPlace(context.Request, credential.Kind))
        {
            return false;
        }

        NoteUse();
        return true;
    }

    public void NoteUse()
    {
        var period = state.Period;
        if (_noted != period)
        {
            _noted = period;
            state.NoteUse(id);
        }
    }
}
