using System;
using System.Collections.Generic;
using System.Reflection;

namespace NetGen.Generator.Tests;

/// <summary>Walks everything that an object keeps alive.</summary>
internal static class ObjectGraph
{
    /// <summary>All objects that can be reached from a root through fields, items and closures, each with the way to it.</summary>
    /// <param name="root">Where to start.</param>
    /// <param name="isLeaf">Where not to go on.</param>
    public static IEnumerable<(string Path, object Value)> Walk(object? root, Func<object, bool> isLeaf)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<(string Path, object? Value)> open = new([("", root)]);
        while (open.TryPop(out (string Path, object? Value) next))
        {
            if (next.Value is not { } value || !seen.Add(value)) continue;
            yield return (next.Path, value);

            Type type = value.GetType();
            if (type.IsPrimitive || type.IsEnum || value is string or MemberInfo or Assembly or Pointer || isLeaf(value)) continue;
            if (value is Array array)
            {
                foreach (object? item in array) open.Push(($"{next.Path}[]", item));
                continue;
            }

            for (Type? level = type; level is not null; level = level.BaseType)
            {
                foreach (FieldInfo field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                    open.Push(($"{next.Path}.{field.Name}", field.FieldType.IsPointer || field.FieldType.IsByRefLike ? null : field.GetValue(value)));
            }
        }
    }
}
