using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetGen.Generator.Activations;
using NetGen.Generator.Model;

namespace NetGen.Generator.Lowering;

/// <summary>What a layer is lowered in: its input, its place, and where its tensors and issues go.</summary>
internal sealed class LoweringContext(IReadOnlyList<LayerDeclaration> layers, ValuePlan input)
{
    private readonly List<TensorPlan> _tensors = [];
    private readonly List<DeclarationIssue> _issues = [];

    // By the names of their methods, which begin with a capital: dense1 and Dense1 would collide.
    private readonly HashSet<string> _methodNames =
        [.. layers.Select(layer => layer.Get("Name", "")).Where(name => name.Length > 0).Select(MethodName)];

    private readonly Dictionary<string, int> _kindCounts = [];
    private int _index = -1;

    public ValuePlan Input { get; private set; } = input;

    /// <summary>The layer's place in the network, from 1.</summary>
    public int Number => _index + 1;

    public bool IsLast => _index == layers.Count - 1;

    /// <summary>The layer's own name, or its kind and its number among the unnamed of its kind, past names that are taken.</summary>
    public string LayerName { get; private set; } = "";

    /// <summary>Whether the layer in hand, or one before, has an error.</summary>
    public bool HasErrors { get; private set; }

    public long BufferLength { get; private set; }

    public IReadOnlyList<TensorPlan> Tensors => _tensors;

    public IReadOnlyList<DeclarationIssue> Issues => _issues;

    public static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    public static string MethodName(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>Goes on to the next layer, whose input is <paramref name="input"/>.</summary>
    public void MoveNext(ValuePlan input)
    {
        _index++;
        Input = input;
        LayerName = NameOf(layers[_index]);
    }

    public void Report(string descriptorId, string? argument, params string[] messageArguments)
    {
        HasErrors = true;
        Warn(descriptorId, argument, messageArguments);
    }

    public void Warn(string descriptorId, string? argument, params string[] messageArguments) =>
        _issues.Add(new DeclarationIssue(descriptorId, _index, argument, messageArguments.ToEquatableArray()));

    /// <summary>The layer's activation; null, and an issue, if the number stands for none or the layer cannot have it.</summary>
    public ActivationFunction? Activation(LayerDeclaration declaration)
    {
        int value = declaration.Get("activation", 0);
        if (value < 0 || value >= ActivationCatalog.All.Count)
        {
            Report("NETGEN010", "activation", value.ToString(CultureInfo.InvariantCulture), "Activation");
            return null;
        }

        ActivationFunction activation = ActivationCatalog.All[value];
        if (activation.IsRowWise && declaration.Get("units", 0) == 1) Report("NETGEN012", "activation", LayerName, activation.Name, activation.Name == "Softmax" ? "1" : "0");
        else if (activation.IsRowWise && !IsLast) Warn("NETGEN011", "activation", LayerName, activation.Name);
        return activation;
    }

    /// <summary>The parameter α of the activation, checked against its range.</summary>
    public float Alpha(LayerDeclaration declaration, ActivationFunction activation)
    {
        bool isGiven = declaration.Arguments.Any(argument => argument.Name == "Alpha");
        if (activation.Alpha is not { } range)
        {
            if (isGiven) Warn("NETGEN020", "Alpha", "Alpha", $"{activation.Name} has no such parameter");
            return 0f;
        }

        if (!isGiven) return range.Default;
        float alpha = declaration.Get("Alpha", range.Default);
        if (!(alpha >= range.Least && alpha <= range.Most)) Report("NETGEN019", "Alpha", "Alpha", Text(alpha), range.Text);
        return alpha;
    }

    /// <summary>The initialiser of the weights, <c>Auto</c> resolved by the activation, and its constant.</summary>
    public (string Name, float Value) Initializer(LayerDeclaration declaration, ActivationFunction? activation)
    {
        int value = declaration.Get("Initializer", 0);
        if (value < 0 || value >= ActivationCatalog.Initializers.Count)
        {
            Report("NETGEN010", "Initializer", value.ToString(CultureInfo.InvariantCulture), "Initializer");
            return ("Zeros", 0f);
        }

        string name = ActivationCatalog.Initializers[value];
        float initialWeight = Finite(declaration, "InitialWeight", 0f);
        if (name != "Constant" && declaration.Arguments.Any(argument => argument.Name == "InitialWeight"))
            Warn("NETGEN020", "InitialWeight", "InitialWeight", $"the initializer is {name}, not Constant");
        return (value == 0 ? activation?.Initializer ?? "Zeros" : name, initialWeight);
    }

    /// <summary>A float option that must be finite.</summary>
    public float Finite(LayerDeclaration declaration, string name, float absent)
    {
        float value = declaration.Get(name, absent);
        if (float.IsNaN(value) || float.IsInfinity(value)) Report("NETGEN019", name, name, Text(value), "finite");
        return value;
    }

    /// <summary>The output of the layer in hand, as it lies in scratch memory or, if the layer writes the network's outputs, in the caller's.</summary>
    public ValuePlan OutputValue(int units, int lanes, bool writesOutputs)
    {
        // Rows a multiple of 256 bytes apart fall into few cache sets; 16 floats more spread them.
        int stride = lanes >= 128 && lanes % 64 == 0 ? lanes + 16 : lanes;
        return new ValuePlan(IsLast ? $"z{Number}" : $"h{Number}", Shape.Vector(units), lanes, writesOutputs ? units : stride, stride);
    }

    public void AddTensor(string name, string constant, Shape shape, string layout, long length, string initializer, float initialValue, bool isTrained = true)
    {
        if (BufferLength + length <= NetworkLowering.MaxBufferLength)
            _tensors.Add(new TensorPlan(name, constant, shape, layout, (int)BufferLength, (int)length, initializer, initialValue, isTrained));
        BufferLength += length;
    }

    private string NameOf(LayerDeclaration layer)
    {
        if (layer.Get<string?>("Name", null) is { } name) return name;
        string kind = char.ToLowerInvariant(layer.Kind[0]) + layer.Kind.Substring(1);
        int count = _kindCounts.TryGetValue(kind, out int before) ? before : 0;
        do
        {
            count++;
        }
        while (_methodNames.Contains(MethodName($"{kind}{count}")));
        _kindCounts[kind] = count;
        return $"{kind}{count}";
    }

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
