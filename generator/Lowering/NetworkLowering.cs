using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetGen.Generator.Layers;
using NetGen.Generator.Model;

namespace NetGen.Generator.Lowering;

/// <summary>A declaration becomes a plan: shapes are carried front to back once, and every number is decided here.</summary>
internal static class NetworkLowering
{
    /// <summary>The most floats of a parameter buffer: what an array can hold, with room for alignment.</summary>
    public const long MaxBufferLength = 0x7FFF_FF00 / sizeof(float);

    /// <summary>The most values of a sample.</summary>
    public const int MaxInputSize = 1 << 20;

    /// <summary>Decides everything.</summary>
    /// <param name="declaration">The network as the user wrote it.</param>
    /// <param name="weights">The file that it names, if the project has it.</param>
    public static LoweringResult Lower(NetworkDeclaration declaration, WeightsFile? weights)
    {
        if (InputIssue(declaration.InputShape) is { } inputIssue) return Failure([inputIssue]);
        var inputShape = new Shape(declaration.InputShape);
        var input = new ValuePlan("x", inputShape, inputShape.Count, inputShape.Count, inputShape.Count);
        var context = new LoweringContext(declaration.Layers, input);
        var layers = new List<LayerPlan>();
        foreach (LayerDeclaration layer in declaration.Layers)
        {
            context.MoveNext(layers.Count == 0 ? input : layers[layers.Count - 1].Output);
            CheckName(layer, declaration.Layers, context);
            if (LayerCatalog.Find(layer.Kind) is not { } kind)
            {
                context.Report("NETGEN017", null, layer.Kind);
                break;
            }

            // What follows a layer without a plan has no input to be checked against.
            if (kind.Lower(layer, context) is not { } plan) break;
            layers.Add(plan);
        }

        if (context.HasErrors) return Failure(context.Issues);
        if (context.BufferLength > MaxBufferLength)
        {
            string[] numbers = [declaration.Type.Name, Text(context.BufferLength), Text(MaxBufferLength)];
            return Failure([.. context.Issues, new DeclarationIssue("NETGEN022", -1, null, numbers.ToEquatableArray())]);
        }

        ScratchPlan inference = ScratchLayout.Inference(layers), training = ScratchLayout.Training(layers), clipped = ScratchLayout.Clipped(layers);
        ScratchPlan batchInference = layers[layers.Count - 1].WritesOutputs ? ScratchLayout.Inference(layers.GetRange(0, layers.Count - 1)) : inference;
        if (new[] { training, inference, clipped }.Select(ScratchLayout.BytesOfSample).FirstOrDefault(static bytes => bytes > ScratchLayout.StackLimit) is > 0 and int bytes)
        {
            string[] numbers = [declaration.Type.Name, Text(bytes), Text(ScratchLayout.StackLimit)];
            return Failure([.. context.Issues, new DeclarationIssue("NETGEN021", -1, null, numbers.ToEquatableArray())]);
        }

        var network = new NetworkPlan(
            declaration.Type,
            inputShape,
            layers[layers.Count - 1].Output.Shape,
            layers.ToEquatableArray(),
            context.Tensors.ToEquatableArray(),
            layers.Sum(layer => layer.ParameterCount),
            (int)context.BufferLength,
            inference,
            batchInference,
            training,
            clipped,
            Weights: null,
            declaration.AllowsUnsafe);
        if (declaration.Weights is not { } name) return new LoweringResult(network, context.Issues.ToEquatableArray());
        List<DeclarationIssue> issues = [.. context.Issues];
        return new LoweringResult(network with { Weights = WeightsLowering.Lower(name, weights, network, issues) }, issues.ToEquatableArray());
    }

    private static LoweringResult Failure(IEnumerable<DeclarationIssue> issues) => new(null, issues.ToEquatableArray());

    private static DeclarationIssue? InputIssue(EquatableArray<int> shape)
    {
        if (shape.Count == 0) return Issue("inputShape", "it has no sizes");
        long product = 1;
        for (int axis = 0; axis < shape.Count; axis++)
        {
            if (shape[axis] < 1) return Issue($"inputShape[{axis}]", "every size is at least 1");
            product *= shape[axis];
            if (product > MaxInputSize) return Issue($"inputShape[{axis}]", $"a sample has at most {Text(MaxInputSize)} values");
        }

        return null;

        DeclarationIssue Issue(string argument, string reason)
        {
            string[] arguments = [string.Join(", ", shape), reason];
            return new DeclarationIssue("NETGEN008", -1, argument, arguments.ToEquatableArray());
        }
    }

    private static void CheckName(LayerDeclaration layer, EquatableArray<LayerDeclaration> layers, LoweringContext context)
    {
        if (layer.Get<string?>("Name", null) is not { } name) return;
        bool isIdentifier = name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_');
        if (!isIdentifier) context.Report("NETGEN015", "Name", name);
        bool isTwin = layers.Take(context.Number - 1).Any(other => SameMethod(other.Get<string?>("Name", null), name));
        if (isTwin) context.Report("NETGEN016", "Name", name);
    }

    // Methods are named after layers with a capital: hidden and Hidden would collide.
    private static bool SameMethod(string? other, string name) =>
        other is { Length: > 0 } && name.Length > 0 && LoweringContext.MethodName(other) == LoweringContext.MethodName(name);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
