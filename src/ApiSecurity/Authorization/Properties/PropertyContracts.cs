using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;
using MvcJsonOptions = Microsoft.AspNetCore.Mvc.JsonOptions;

namespace ApiSecurity.Authorization;

/// <summary>Puts the rules into the contracts by which JSON is written and read, whoever makes them: reflection, or a source-generated context.</summary>
internal sealed class PropertyContracts(PropertyRules rules, CurrentCaller caller) : IPostConfigureOptions<HttpJsonOptions>, IPostConfigureOptions<MvcJsonOptions>
{
    public void PostConfigure(string? name, HttpJsonOptions options) => Protect(options.SerializerOptions);

    public void PostConfigure(string? name, MvcJsonOptions options) => Protect(options.JsonSerializerOptions);

    public static bool IsProtected(JsonSerializerOptions options) => options.TypeInfoResolver is ProtectedResolver;

    public void Protect(JsonSerializerOptions options)
    {
        if (!IsProtected(options))
        {
            // As a whole: what the application has put together stays in its order.
            options.TypeInfoResolver = new ProtectedResolver(Resolver(options), this);
        }
    }

    /// <summary>Options that have no resolver get the default one when they are first used; here it has to be there before.</summary>
    private static IJsonTypeInfoResolver Resolver(JsonSerializerOptions options) => options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver();

    private void Apply(JsonTypeInfo contract)
    {
        var found = rules.Of(contract.Type);
        if (found.IsEmpty)
        {
            return;
        }

        if (contract.Kind == JsonTypeInfoKind.None)
        {
            throw new PropertyRuleException(
                $"{contract.Type.Name} has property rules, but its JSON is written and read by {contract.Converter.GetType().Name}, which does not know of them. Remove the converter or the rules.");
        }

        if (contract.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var property in contract.Properties)
        {
            if (found.Find(property) is { } rule)
            {
                Guard(property, rule);
            }
        }
    }

    private void Guard(JsonPropertyInfo property, MemberRule rule)
    {
        if (rule.Read is { IsNever: true })
        {
            property.Get = null;
        }
        else if (rule.Read is { } read && property.Get is not null)
        {
            property.ShouldSerialize = Readable(read, property.ShouldSerialize ?? IgnoredByDefault(property));
        }

        // Bodies that an endpoint binds are held against the rules before. This is for those that a handler reads by itself.
        if (rule.Write is { } write && property.Set is { } set)
        {
            property.Set = (owner, value) =>
            {
                if (!write.Allows(caller.Find(), owner))
                {
                    throw new PropertyNotWritableException();
                }

                set(owner, value);
            };
        }
    }

    private Func<object, object?, bool> Readable(PropertyAccess read, Func<object, object?, bool>? others) =>
        others is not null ? (owner, value) => read.Allows(caller.Find(), owner) && others(owner, value)
        : read.Single is { } choice ? (_, _) => caller.Find() is { } asking && asking.Has(choice)
        : (owner, _) => read.Allows(caller.Find(), owner);

    /// <summary>What the options leave out of every answer; a member that has a say of its own is no longer asked for it.</summary>
    private static Func<object, object?, bool>? IgnoredByDefault(JsonPropertyInfo property)
    {
        var type = property.PropertyType;
        var empty = type.IsValueType && Nullable.GetUnderlyingType(type) is null ? RuntimeHelpers.GetUninitializedObject(type) : null;
        return property.Options.DefaultIgnoreCondition switch
        {
            JsonIgnoreCondition.WhenWritingNull when empty is null => (_, value) => value is not null,
            JsonIgnoreCondition.WhenWritingDefault => (_, value) => !Equals(value, empty),
            JsonIgnoreCondition.WhenWriting => (_, _) => false,
            _ => null,
        };
    }

    private sealed class ProtectedResolver(IJsonTypeInfoResolver inner, PropertyContracts contracts) : IJsonTypeInfoResolver
    {
        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)
        {
            var contract = inner.GetTypeInfo(type, options);
            if (contract is not null)
            {
                contracts.Apply(contract);
            }

            return contract;
        }
    }
}
