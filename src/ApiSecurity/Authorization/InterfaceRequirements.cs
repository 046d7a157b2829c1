using System.Reflection;

namespace ApiSecurity.Authorization;

/// <summary>What stands on the methods of interfaces: the framework takes attributes from base classes, never from there.</summary>
internal static class InterfaceRequirements
{
    /// <param name="type">The class that the method is called on, or the one that declares it.</param>
    /// <param name="method">The method that is called.</param>
    /// <param name="read">What is read for it; of that the interfaces may say the same.</param>
    /// <returns>The names of the interfaces that ask for more.</returns>
    public static IEnumerable<string> Unread(Type type, MethodInfo method, IEnumerable<object> read) =>
        from face in type.GetInterfaces()
        from declared in Declarations(type, face, method)
        from item in declared.GetCustomAttributes(inherit: true)
        where UnreadRequirements.IsOurs(item) && !read.Any(other => UnreadRequirements.IsSame(other, item))
        select face.Name;

    private static IEnumerable<MethodInfo> Declarations(Type type, Type face, MethodInfo method)
    {
        if (type.IsInterface)
        {
            // An interface that overrides another one's method has no map; the compiler calls such a method "IOther.Name".
            return face.GetMethods().Where(declared => method.Name.EndsWith($".{declared.Name}", StringComparison.Ordinal)
                && declared.GetParameters().Length == method.GetParameters().Length);
        }

        var map = type.GetInterfaceMap(face);
        // By its metadata: the handles of a generic method and of what is made from it differ.
        return map.InterfaceMethods.Where((_, index) => map.TargetMethods[index]?.HasSameMetadataDefinitionAs(method) ?? false);
    }
}
