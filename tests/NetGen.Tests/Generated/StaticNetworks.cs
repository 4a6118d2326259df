using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NetGen.Tests.Reference;
using Xunit;

namespace NetGen.Tests.Generated;

/// <summary>The networks of these tests that begin with random weights, by name.</summary>
internal static class StaticNetworks
{
    private static readonly Dictionary<string, Type> s_types =
        typeof(StaticNetworks).Assembly.GetTypes().Where(type => type.GetCustomAttribute<NetworkAttribute>() != null && type.GetCustomAttribute<WeightsAttribute>() == null).ToDictionary(type => type.Name);

    public static IReadOnlyCollection<string> Names => s_types.Keys;

    public static TheoryData<string> TheoryData => [.. Names];

    public static INetwork Create(string name) => (INetwork)Activator.CreateInstance(s_types[name])!;

    public static INetwork Create(string name, int seed) => (INetwork)Activator.CreateInstance(s_types[name], seed)!;

    public static Architecture Architecture(string name) => Reference.Architecture.Of(s_types[name]);
}
