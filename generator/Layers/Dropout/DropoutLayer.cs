using System.Globalization;
using NetGen.Generator.Emission;
using NetGen.Generator.Lowering;
using NetGen.Generator.Model;

namespace NetGen.Generator.Layers.Dropout;

/// <summary>Inverted dropout: in training h = m ⊙ x / (1 − p), where each mₖ is 0 with probability p, else 1; in inference h = x.</summary>
/// <remarks>
/// Backward: dx = m ⊙ dh / (1 − p), with the same m, which is not kept but computed again: it is a function of the pass's seed, the sample, the layer and the unit.
/// </remarks>
internal sealed class DropoutLayer : Layer
{
    public override string Kind => "Dropout";

    public override LayerPlan? Lower(LayerDeclaration declaration, LoweringContext context)
    {
        float rate = declaration.Get("rate", 0f);
        if (!(rate is >= 0 and < 1)) context.Report("NETGEN019", "rate", "rate", rate.ToString("R", CultureInfo.InvariantCulture), "in [0, 1)");
        if (context.IsLast) context.Report("NETGEN029", null, Kind, "it drops what a layer after it takes, and none follows");
        if (context.HasErrors) return null;
        int number = context.Number;
        string name = context.LayerName;
        return new DropoutPlan(number, name, LoweringContext.MethodName(name), context.Input, context.Input with { Name = $"h{number}" }, rate)
        {
            IsTrainingOnly = true,
            TakesMasks = true,
        };
    }

    public override string Info(LayerPlan layer) => $"{base.Info(layer)} {{ DropoutRate = {CodeWriter.Literal(((DropoutPlan)layer).Rate)}, IsTrainingOnly = true }}";

    public override string ForwardCall(LayerPlan layer, bool isTraining, bool isBatch) => Call(layer, layer.Input.Name, layer.Output.Name, isBatch);

    public override string? BackwardCall(LayerPlan layer, bool isBatch, bool derive) => null;

    public override string InputGradientCall(LayerPlan layer, string dx, bool isBatch) => Call(layer, $"dz{layer.Number}", dx, isBatch);

    public override void EmitMethods(LayerPlan layer, CodeWriter writer)
    {
        var dropout = (DropoutPlan)layer;
        ValuePlan value = dropout.Input;
        string rate = CodeWriter.Literal(dropout.Rate);
        writer.Line();
        writer.Line($"/// <summary>h = m ⊙ x / (1 − {dropout.Rate.ToString("R", CultureInfo.InvariantCulture)}) of some rows {value.Shape}, where m is 0 or 1 by the masks; and so dx of dh.</summary>");
        writer.Line(CodeWriter.Optimized);
        writer.Line($"internal static void {dropout.MethodName}(ref float x, ref float h, nuint rows, DropoutMasks masks) =>");
        writer.Line($"    VectorMath.Dropout(ref x, ref h, {value.Lanes}, {value.RowStride}, rows, masks, layer: {dropout.Number}, rate: {rate});");
    }

    public override string Formula(LayerPlan layer) => $"dropout({layer.Input.Name}, {((DropoutPlan)layer).Rate.ToString("R", CultureInfo.InvariantCulture)})";

    private static string Call(LayerPlan layer, string x, string h, bool isBatch) =>
        $"{layer.MethodName}(ref {x}, ref {h}, {(isBatch ? "rows, tileMasks" : "1, masks")});";
}
