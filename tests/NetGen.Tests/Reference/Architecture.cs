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

    /// <summary>The rate of the dropout before the layer, if there is one.</summary>
    public float? Dropout { get; init; }

    public string ToSource()
    {
        string source = Dropout is { } rate ? string.Create(CultureInfo.InvariantCulture, $"[Dropout({rate}f)]\n") : "";
        source += $"[Dense({Units}, Activation.{Activation}";
        if (Alpha is { } alpha) source += string.Create(CultureInfo.InvariantCulture, $", Alpha = {alpha}f");
        if (!UseBias) source += ", UseBias = false";
        if (Name is { } name) source += $", Name = \"{name}\"";
        return source + ")]";
    }
}

/// <summary>A network, as its attributes describe it.</summary>
internal sealed record Architecture(string Name, int Inputs, ImmutableArray<DenseLayer> Layers)
{
    /// <summary>Whether the network standardises its input.</summary>
    public bool Standardizes { get; init; }

    public int Outputs => Layers[^1].Units;

    public Activation OutputActivation => Layers[^1].Activation;

    /// <summary>Reads the attributes of a class of this project.</summary>
    public static Architecture Of(Type type)
    {
        int inputs = type.GetCustomAttribute<NetworkAttribute>()!.InputShape.Single();
        float? dropout = null;
        var layers = new List<DenseLayer>();
        foreach (CustomAttributeData data in type.GetCustomAttributesData())
        {
            if (data.AttributeType == typeof(DropoutAttribute)) dropout = (float)data.ConstructorArguments[0].Value!;
            if (data.AttributeType != typeof(DenseAttribute)) continue;
            Dictionary<string, object?> named = data.NamedArguments.ToDictionary(argument => argument.MemberName, argument => argument.TypedValue.Value);
            layers.Add(new DenseLayer(
                (int)data.ConstructorArguments[0].Value!,
                (Activation)(int)data.ConstructorArguments[1].Value!,
                (float?)named.GetValueOrDefault(nameof(DenseAttribute.Alpha)),
                (bool)named.GetValueOrDefault(nameof(DenseAttribute.UseBias), true)!,
                (string?)named.GetValueOrDefault(nameof(LayerAttribute.Name)))
            {
                Dropout = dropout,
            });
            dropout = null;
        }

        return new Architecture(type.Name, inputs, [.. layers]) { Standardizes = type.IsDefined(typeof(StandardizeAttribute)) };
    }

    /// <summary>The declaration of the network in C#.</summary>
    public string ToSource() =>
        $"[Network({Inputs})]\n{(Standardizes ? "[Standardize]\n" : "")}{string.Concat(Layers.Select(layer => layer.ToSource() + "\n"))}public sealed partial class {Name};\n";

    public override string ToString() => ToSource();
}
