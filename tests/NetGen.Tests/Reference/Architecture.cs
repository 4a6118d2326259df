using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Reflection;

namespace NetGen.Tests.Reference;

/// <summary>A dense layer, as its attribute describes it.</summary>
internal sealed record DenseLayer(int Units, Activation Activation = Activation.Identity, float? Alpha = null, bool UseBias = true, string? Name = null)
{
    /// <summary>The parameter of the activation: as written, or what the documentation promises.</summary>
    public double EffectiveAlpha => Alpha ?? (Activation == Activation.LeakyReLU ? 0.01f : 1f);

    public string ToSource()
    {
        string source = $"[Dense({Units}, Activation.{Activation}";
        if (Alpha is { } alpha) source += string.Create(CultureInfo.InvariantCulture, $", Alpha = {alpha}f");
        if (!UseBias) source += ", UseBias = false";
        if (Name is { } name) source += $", Name = \"{name}\"";
        return source + ")]";
    }
}

/// <summary>A network, as its attributes describe it.</summary>
internal sealed record Architecture(string Name, int Inputs, ImmutableArray<DenseLayer> Layers)
{
    public int Outputs => Layers[^1].Units;

    public Activation OutputActivation => Layers[^1].Activation;

    /// <summary>Reads the attributes of a class of this project.</summary>
    public static Architecture Of(Type type)
    {
        int inputs = type.GetCustomAttribute<NetworkAttribute>()!.InputShape.Single();
        var layers = type.GetCustomAttributesData().Where(data => data.AttributeType == typeof(DenseAttribute)).Select(data =>
        {
            Dictionary<string, object?> named = data.NamedArguments.ToDictionary(argument => argument.MemberName, argument => argument.TypedValue.Value);
            return new DenseLayer(
                (int)data.ConstructorArguments[0].Value!,
                (Activation)(int)data.ConstructorArguments[1].Value!,
                (float?)named.GetValueOrDefault(nameof(DenseAttribute.Alpha)),
                (bool)named.GetValueOrDefault(nameof(DenseAttribute.UseBias), true)!,
                (string?)named.GetValueOrDefault(nameof(LayerAttribute.Name)));
        });
        return new Architecture(type.Name, inputs, [.. layers]);
    }

    /// <summary>The declaration of the network in C#.</summary>
    public string ToSource() =>
        $"[Network({Inputs})]\n{string.Concat(Layers.Select(layer => layer.ToSource() + "\n"))}public sealed partial class {Name};\n";

    public override string ToString() => ToSource();
}
