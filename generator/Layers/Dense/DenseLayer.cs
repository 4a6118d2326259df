using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetGen.Generator.Activations;
using NetGen.Generator.Emission;
using NetGen.Generator.Lowering;
using NetGen.Generator.Model;

namespace NetGen.Generator.Layers.Dense;

/// <summary>A fully connected layer: z = W·x + b, h = f(z).</summary>
/// <remarks>
/// Backward, given dh = dL/dh: dz = dh ⊙ f′(z); db += dz; dW += dz⊗x; dx = Wᵀ·dz.
/// Weights lie in panels of 32 outputs, input after input, so that a vector holds neighbouring outputs and one broadcast input meets all of them; those of a few outputs
/// that would not fill a panel lie in rows.
/// </remarks>
internal sealed class DenseLayer : Layer
{
    /// <summary>The most outputs or inputs of a layer.</summary>
    public const int MaxUnits = 1 << 20;

    // Beyond this many vector multiply-adds (at 8 lanes), straight-line code gains nothing over a loop and costs the JIT.
    private const int UnrollLimit = 64;

    // So many lanes of 32 rows, 24 KiB, leave room for weights in a first-level cache of 32 KiB; and so many floats of weights leave room for four longer rows.
    private const int MostLanesOfCachedRows = 192;
    private const int BlockFloats = 4096;

    public override string Kind => "Dense";

    public override LayerPlan? Lower(LayerDeclaration declaration, LoweringContext context)
    {
        Shape input = context.Input.Shape;
        int units = declaration.Get("units", 0);
        bool isValid = true;
        if (input.Sizes.Count != 1)
        {
            context.Report("NETGEN018", null, Kind, "[n]", input.ToString());
            isValid = false;
        }

        if (units is < 1 or > MaxUnits)
        {
            context.Report("NETGEN009", "units", units.ToString(CultureInfo.InvariantCulture), context.LayerName, MaxUnits.ToString(CultureInfo.InvariantCulture));
            isValid = false;
        }

        ActivationFunction? activation = context.Activation(declaration);
        float alpha = activation is null ? 0f : context.Alpha(declaration, activation);
        (string weightInitializer, float initialWeight) = context.Initializer(declaration, activation);
        float initialBias = context.Finite(declaration, "InitialBias", 0f);
        if (!isValid || activation is null || context.HasErrors) return null;

        string name = context.LayerName;
        bool isFirstTrained = !context.Tensors.Any(static tensor => tensor.IsTrained);
        int lanes = LoweringContext.RoundUp(units, 16);
        bool hasBias = declaration.Get("UseBias", true);
        int number = context.Number;
        int rowOutputs = RowOutputs(units, input.Count), rowLength = LoweringContext.RoundUp(input.Count, 16);
        long panelLanes = rowOutputs > 0 ? units - rowOutputs : lanes;
        context.AddTensor($"{name}.weight", $"W{number}", new Shape(new EquatableArray<int>([units, input.Count])), rowOutputs > 0 ? "DensePanelsAndRows" : "DensePanels",
            panelLanes * input.Count + (long)rowOutputs * rowLength, weightInitializer, initialWeight);
        if (hasBias)
            context.AddTensor($"{name}.bias", $"B{number}", Shape.Vector(units), "PaddedVector", lanes, "Constant", initialBias);

        bool writesOutputs = context.IsLast && activation.IsIdentity && units == lanes;
        bool savesLogits = activation.DerivativeNeedsLogits && !context.IsLast;
        string? derivativeSource = context.IsLast || activation.IsIdentity ? null : savesLogits ? $"z{number}" : $"h{number}";
        return new DensePlan(number, name, LoweringContext.MethodName(name), context.Input, context.OutputValue(units, lanes, writesOutputs), activation.Name, alpha)
        {
            RowOutputs = rowOutputs,
            RowLength = rowLength,
            HasBias = hasBias,
            IsLast = context.IsLast,
            IsTrained = true,
            SavesLogits = savesLogits,
            WritesOutputs = writesOutputs,
            DerivativeSource = derivativeSource,
            DerivesOnDemand = isFirstTrained && derivativeSource is not null,
            InputGradientBlock = lanes <= MostLanesOfCachedRows ? 0 : Math.Max(4, BlockFloats / lanes / 4 * 4),
            IsUnrolled = (long)lanes / 8 * input.Count <= UnrollLimit,
            IsActivationInSample = context.IsLast || activation.IsCheap || (!activation.IsRowWise && lanes == 16),
            IsActivationInTile = activation.IsCheap && !context.IsLast,
            ParameterCount = units * input.Count + (hasBias ? units : 0),
        };
    }

    /// <summary>
    /// The outputs whose weights are rows: those that would leave the last panel nearly empty, if that is at most half the work of the panel. A row takes a step for sixteen
    /// inputs, one for each that is left, and about four to sum its lanes; the panel takes one for each input.
    /// </summary>
    private static int RowOutputs(int units, int inputs)
    {
        int left = units % 16;
        return left is >= 1 and <= 4 && 2 * left * (inputs / 16 + inputs % 16 + 4) <= inputs ? left : 0;
    }

    public override void EmitMethods(LayerPlan layer, CodeWriter writer)
    {
        var dense = (DensePlan)layer;
        DenseTiles tiles = DenseTiles.For(writer.Vectors);
        IReadOnlyList<Action> methods =
        [
            () => DenseForward.EmitSample(dense, tiles, writer),
            () => DenseForward.EmitBatch(dense, tiles, writer),
            () => DenseBackward.EmitSample(dense, tiles, writer),
            () => DenseBackward.EmitBatch(dense, tiles, writer),
            () => DenseBackward.EmitSquaredNorms(dense, writer),
            () => DenseInputGradient.EmitSample(dense, tiles, writer),
            () => DenseInputGradient.EmitBatch(dense, tiles, writer),
        ];
        foreach (Action method in methods)
        {
            writer.Line();
            method();
        }
    }

    public override string Info(LayerPlan layer)
    {
        string alpha = layer.Alpha == 0f ? "" : $", Alpha = {CodeWriter.Literal(layer.Alpha)}";
        return $"{base.Info(layer)} {{ Activation = global::NetGen.Activation.{layer.Activation}{alpha} }}";
    }

    public override string Formula(LayerPlan layer)
    {
        var dense = (DensePlan)layer;
        string formula = ActivationCatalog.Get(dense.Activation).Formula;
        return formula.Length == 0 ? dense.Logits : $"{formula}({dense.Logits})";
    }
}
