namespace ApiSecurity.Validation;

/// <summary>Lets JSON objects of the marked type have members that the type does not have; they are ignored by the serializer.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = false, Inherited = true)]
public sealed class AllowUnknownMembersAttribute : Attribute
{
}
