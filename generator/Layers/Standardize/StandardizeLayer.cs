using NetGen.Generator.Emission;
using NetGen.Generator.Lowering;
using NetGen.Generator.Model;

namespace NetGen.Generator.Layers.Standardize;

/// <summary>The standardisation of the input: h = (x − μ) / σ, with μ and σ beside the weights.</summary>
/// <remarks>Backward: dx = dh / σ. μ and σ are not trained; their gradients are 0.</remarks>
internal sealed class StandardizeLayer : Layer
{
    public override string Kind => "Standardize";

    public override LayerPlan? Lower(LayerDeclaration declaration, LoweringContext context)
    {
        Shape input = context.Input.Shape;
        if (input.Sizes.Count != 1) context.Report("NETGEN018", null, Kind, "[n]", input.ToString());
        if (context.Number > 1) context.Report("NETGEN029", null, Kind, "it is for the input, and so the first layer");
        if (context.IsLast) context.Report("NETGEN029", null, Kind, "no layer follows that could be trained");
        if (context.HasErrors) return null;
        int number = context.Number, features = input.Count, lanes = LoweringContext.RoundUp(features, 16);
        string name = context.LayerName;
        var plan = new StandardizePlan(number, name, LoweringContext.MethodName(name), context.Input, context.OutputValue(features, lanes, writesOutputs: false))
        {
            ParameterCount = 2 * features,
        };
        context.AddTensor($"{name}.mean", plan.Mean, input, "PaddedVector", lanes, "Constant", 0f, isTrained: false);
        context.AddTensor($"{name}.scale", plan.Scale, input, "PaddedVector", lanes, "Constant", 1f, isTrained: false);
        return plan;
    }

    public override string BackwardCall(LayerPlan layer, bool isBatch, bool derive)
    {
        var plan = (StandardizePlan)layer;
        return $"if (!accumulate) MemoryMarshal.CreateSpan(ref Unsafe.Add(ref g, {plan.Mean}), {2 * plan.Output.Lanes}).Clear(); // mean and scale are not trained";
    }

    public override void EmitMethods(LayerPlan layer, CodeWriter writer)
    {
        var plan = (StandardizePlan)layer;
        EmitForward(plan, "", "", "1", writer);
        EmitForward(plan, "Batch", ", nuint rows", "rows", writer);
        EmitInputGradient(plan, "", "", "1", writer);
        EmitInputGradient(plan, "Batch", ", nuint rows", "rows", writer);
    }

    public override string Formula(LayerPlan layer) => $"({layer.Input.Name} - mean{layer.Number}) / scale{layer.Number}";

    private static void EmitForward(StandardizePlan plan, string batch, string parameter, string rows, CodeWriter writer)
    {
        int k = plan.Number;
        string x = plan.Input.Name, h = plan.Output.Name;
        writer.Line();
        writer.Line($"/// <summary>{h} = ({x} − mean{k}) / scale{k}{(batch.Length > 0 ? " of each row" : "")}.</summary>");
        writer.Line(CodeWriter.Optimized);
        writer.Line($"internal static void Forward{plan.MethodName}{batch}(ref float p, ref float {x}, ref float {h}{parameter}) =>");
        writer.Line($"    VectorMath.Standardize(ref {x}, ref Unsafe.Add(ref p, {plan.Mean}), ref Unsafe.Add(ref p, {plan.Scale}), ref {h}, {plan.Input.Shape.Count}, {plan.Output.RowStride}, {rows});");
    }

    private static void EmitInputGradient(StandardizePlan plan, string batch, string parameter, string rows, CodeWriter writer)
    {
        int k = plan.Number;
        string dx = $"d{plan.Input.Name}", dz = $"dz{k}";
        writer.Line();
        writer.Line($"/// <summary>{dx} = dh{k} / scale{k}{(batch.Length > 0 ? " of each row" : "")}, with dh{k} given as {dz}.</summary>");
        writer.Line(CodeWriter.Optimized);
        writer.Line($"internal static void InputGradient{plan.MethodName}{batch}(ref float p, ref float {dz}, ref float {dx}{parameter}) =>");
        writer.Line($"    VectorMath.StandardizeBackward(ref {dz}, ref Unsafe.Add(ref p, {plan.Scale}), ref {dx}, {plan.Input.Shape.Count}, {plan.Output.GradientStride}, {rows});");
    }
}
