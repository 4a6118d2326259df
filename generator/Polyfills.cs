// Types that the compiler looks for by name, and netstandard2.0 lacks.

namespace System.Runtime.CompilerServices
{
    /// <summary>Lets properties have <c>init</c>.</summary>
    internal static class IsExternalInit;
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>The parameter is not null where the method returns this value.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class NotNullWhenAttribute(bool returnValue) : Attribute
    {
        public bool ReturnValue { get; } = returnValue;
    }
}
