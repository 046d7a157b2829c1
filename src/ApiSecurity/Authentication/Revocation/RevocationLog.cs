using Microsoft.Extensions.Logging;

namespace ApiSecurity.Authentication;

internal static partial class RevocationLog
{
    public const string Category = "ApiSecurity.Revocation";

    [LoggerMessage(1, LogLevel.Information, "Tokens were revoked by their {Kind} (only those issued before a time: {HasTime}), until {Ends}", EventName = "TokensRevoked")]
    public static partial void Revoked(ILogger logger, RevocationKind kind, bool hasTime, DateTimeOffset ends);

    [LoggerMessage(2, LogLevel.Information, "A revocation by {Kind} was taken back", EventName = "TokensRestored")]
    public static partial void Restored(ILogger logger, RevocationKind kind);

    [LoggerMessage(3, LogLevel.Error, "A revocation was refused because there are {Capacity} already. Raise ApiSecurity:Revocation:Capacity", EventName = "RevocationsFull")]
    public static partial void Full(ILogger logger, int capacity);

    [LoggerMessage(4, LogLevel.Error, "The revocation store did not take a change: {Exception}", EventName = "RevocationNotStored")]
    public static partial void NotStored(ILogger logger, string exception);

    [LoggerMessage(5, LogLevel.Error, "The revocation store can't be read: {Exception}. Tokens are accepted by what is known so far: {AreAccepted}", EventName = "RevocationStoreAway")]
    public static partial void StoreIsAway(ILogger logger, string exception, bool areAccepted);

    [LoggerMessage(6, LogLevel.Warning, "The revocation store can be read again", EventName = "RevocationStoreBack")]
    public static partial void StoreIsBack(ILogger logger);

    [LoggerMessage(7, LogLevel.Error, "The revocation store could not be read for {Time}: tokens are refused until it can", EventName = "TokensRefused")]
    public static partial void TokensAreRefused(ILogger logger, TimeSpan time);
}
