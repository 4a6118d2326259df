using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetGen.Generator.Model;

namespace NetGen.Generator.Lowering;

/// <summary>Checks a file of weights against the network, and decides where the constructor reads each tensor.</summary>
internal static class WeightsLowering
{
    // As the runtime names them.
    private const string Inputs = "selfcheck.inputs", Outputs = "selfcheck.outputs";

    /// <summary>The plan; null, and everything that is wrong, if file and network do not go together.</summary>
    /// <param name="name">The name in the attribute.</param>
    /// <param name="file">The file; null if the project has none of that name.</param>
    /// <param name="network">The network, without weights.</param>
    /// <param name="issues">Receives what is wrong.</param>
    public static WeightsPlan? Lower(string name, WeightsFile? file, NetworkPlan network, List<DeclarationIssue> issues)
    {
        int before = issues.Count;
        if (file is null)
        {
            Report("NETGEN030", name);
            return null;
        }

        if (file.Length > int.MaxValue) Report("NETGEN031", name, $"it has {file.Length.ToString(CultureInfo.InvariantCulture)} bytes, and an assembly holds at most {int.MaxValue.ToString(CultureInfo.InvariantCulture)}");
        Dictionary<string, WeightsTensor> found = file.Tensors.ToDictionary(static tensor => tensor.Name);
        var tensors = new List<WeightPlan>();
        foreach (TensorPlan tensor in network.Tensors)
        {
            string shape = string.Join(", ", tensor.Shape.Sizes);
            if (!found.TryGetValue(tensor.Name, out WeightsTensor? there)) Report("NETGEN032", name, tensor.Name, $"[{shape}]");
            else if (TypeOf(there.DataType) is not { } type || there.Shape != shape) Report("NETGEN033", tensor.Name, $"F32, F16 or BF16 [{shape}]", there.Description, name);
            else tensors.Add(new WeightPlan((int)there.Offset, type));
            found.Remove(tensor.Name);
        }

        SelfCheckPlan? selfCheck = LowerSelfCheck(found, name, network, Report);
        foreach (WeightsTensor tensor in found.Values) Report("NETGEN034", name, tensor.Name, tensor.Description);
        if (issues.Count == before && file.Fingerprint is { } fingerprint && fingerprint != FingerprintOf(network)) Report("NETGEN035", name, fingerprint, FingerprintOf(network));
        return issues.Count > before ? null : new WeightsPlan(name, (int)file.Length, tensors.ToEquatableArray(), selfCheck);

        void Report(string id, params string[] arguments) => issues.Add(new DeclarationIssue(id, DeclarationIssue.Weights, "file", arguments.ToEquatableArray()));
    }

    /// <summary>What the runtime's <c>NetworkInfo.Fingerprint</c> is for this network.</summary>
    public static string FingerprintOf(NetworkPlan network)
    {
        var fingerprint = new Fingerprint(network.InputShape.Sizes);
        foreach (LayerPlan layer in network.Layers.Where(static layer => !layer.IsTrainingOnly))
            fingerprint.AddLayer(layer.Kind, layer.Name, layer.Output.Shape.Sizes, layer.Activation, layer.Alpha);
        foreach (TensorPlan tensor in network.Tensors) fingerprint.AddTensor(tensor.Name, tensor.Shape.Sizes);
        return fingerprint.ToString();
    }

    /// <summary>The samples, which are both there or both not.</summary>
    private static SelfCheckPlan? LowerSelfCheck(Dictionary<string, WeightsTensor> found, string file, NetworkPlan network, Action<string, string[]> report)
    {
        if (!found.TryGetValue(Inputs, out WeightsTensor? inputs) || !found.TryGetValue(Outputs, out WeightsTensor? outputs)) return null;
        found.Remove(Inputs);
        found.Remove(Outputs);
        string count = inputs.Shape.Split(',')[0];
        foreach ((WeightsTensor tensor, int size) in new[] { (inputs, network.InputShape.Count), (outputs, network.OutputShape.Count) })
        {
            string expected = $"F32 [{count}, {size.ToString(CultureInfo.InvariantCulture)}]";
            if (tensor.Description != expected) report("NETGEN033", [tensor.Name, expected, tensor.Description, file]);
        }

        return int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int samples) ? new SelfCheckPlan(samples, (int)inputs.Offset, (int)outputs.Offset) : null;
    }

    private static string? TypeOf(string dataType) => dataType switch
    {
        "F32" => "Float32",
        "F16" => "Float16",
        "BF16" => "BFloat16",
        _ => null,
    };
}
