using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;
using ApiSecurity.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ApiSecurity.Authorization;

/// <summary>Writes and reads opaque ids with the keys as they are now.</summary>
internal sealed class OpaqueIdCodec
{
    /// <summary>The text of the longest id; whatever is longer is none.</summary>
    public static readonly int MostChars = Base64Url.GetEncodedLength(OpaqueIdBytes.Most + OpaqueIdKey.Overhead);

    private static readonly HttpContextAccessor Accessor = new();
    private static OpaqueIdCodec? s_only;

    private readonly Compiled<FrozenDictionary<Type, OpaqueIdKey[]>> _keys;

    private readonly OpaqueIdNames _names;

    public OpaqueIdCodec(FeatureOptionsSource<OpaqueIdOptions> options, OpaqueIdNames names, IHostEnvironment environment)
    {
        _names = names;
        _keys = options.Compile(current => Compile(current, names, environment));
        // Outside of requests, where a process has one application, as all but tests have.
        s_only = this;
    }

    /// <summary>The codec of the application whose request this is.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static OpaqueIdCodec Current => (Accessor.HttpContext is { RequestServices: { } services } ? services.GetService<OpaqueIdCodec>() : s_only)
        ?? throw new InvalidOperationException("An opaque id is written or read, but the application has none. Call AddApiSecurity().AddOpaqueIds(ids => ids.For<…>()).");

    public static byte[] DevelopmentKey => Encoding.ASCII.GetBytes("Everybody knows this key. It is for development alone.");

    public bool Has(Type type) => _names.Names.ContainsKey(type);

    public string Encode<TKey>(Type type, TKey id)
    {
        Span<byte> plain = stackalloc byte[OpaqueIdBytes.Most];
        var length = OpaqueIdBytes.Write(id, plain);
        Span<byte> sealedId = stackalloc byte[OpaqueIdBytes.Most + OpaqueIdKey.Overhead];
        sealedId = sealedId[..(length + OpaqueIdKey.Overhead)];
        KeysOf(type)[0].Seal(plain[..length], sealedId);
        return Base64Url.EncodeToString(sealedId);
    }

    /// <returns>Whether the text is an id of the type's objects, made here.</returns>
    public bool TryDecode<TKey>(Type type, ReadOnlySpan<char> text, out TKey? id)
    {
        id = default;
        var keys = KeysOf(type);
        Span<byte> sealedId = stackalloc byte[OpaqueIdBytes.Most + OpaqueIdKey.Overhead];
        // Of an id there is one text: what decoders take beside it (padding, white space, bits that count for nothing) is none.
        if (text.Length > MostChars || text.ContainsAnyExcept(Alphabet)
            || Base64Url.DecodeFromChars(text, sealedId, out _, out var length) != OperationStatus.Done || length <= OpaqueIdKey.Overhead)
        {
            return false;
        }

        sealedId = sealedId[..length];
        Span<char> again = stackalloc char[MostChars];
        if (!text.SequenceEqual(again[..Base64Url.EncodeToChars(sealedId, again)]))
        {
            return false;
        }

        Span<byte> plain = stackalloc byte[OpaqueIdBytes.Most];
        plain = plain[..(length - OpaqueIdKey.Overhead)];
        foreach (var key in keys)
        {
            if (key.TryOpen(sealedId, plain))
            {
                return OpaqueIdBytes.TryRead(plain, out id);
            }
        }

        return false;
    }

    /// <returns>The id in the type that it is kept as; <see langword="null"/> if the text is none.</returns>
    public object? Decode(Type type, Type kept, string text) =>
        kept == typeof(int) ? TryDecode<int>(type, text, out var number) ? number : null
        : kept == typeof(long) ? TryDecode<long>(type, text, out var wide) ? wide : null
        : kept == typeof(Guid) ? TryDecode<Guid>(type, text, out var guid) ? guid : null
        : TryDecode<string>(type, text, out var word) ? word : null;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private OpaqueIdKey[] KeysOf(Type type) => _keys.Value.TryGetValue(type, out var keys) ? keys
        : throw new InvalidOperationException($"{type.Name} has no opaque ids. Add them: AddApiSecurity().AddOpaqueIds(ids => ids.For<{type.Name}>()).");

    private static FrozenDictionary<Type, OpaqueIdKey[]> Compile(OpaqueIdOptions options, OpaqueIdNames names, IHostEnvironment environment)
    {
        var keys = options.Keys.Select(key => OpaqueIdKeyFile.Read(key.KeyFile).Key
            ?? throw new InvalidOperationException($"The key {key.Id} of the opaque ids can't be read any more.")).ToList();
        if (keys.Count == 0 && environment.IsDevelopment())
        {
            keys.Add(DevelopmentKey);
        }

        return names.Names.Where(_ => keys.Count > 0).ToFrozenDictionary(pair => pair.Key, pair => keys.Select(key => new OpaqueIdKey(key, pair.Value)).ToArray());
    }
}
