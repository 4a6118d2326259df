using System.Linq;
using NetGen.Generator.Activations;
using NetGen.Generator.Layers;
using NetGen.Generator.Model;

namespace NetGen.Generator.Emission;

/// <summary>Prints the backward pass of the network: forward, the loss and its derivative, then the layers upside down.</summary>
internal static class BackwardEmitter
{
    public static void Emit(NetworkPlan network, CodeWriter writer)
    {
        LayerPlan last = network.Output;
        string z = last.Output.Name, dz = $"d{z}";
        int inputs = network.InputShape.Count;
        string masks = MasksParameter(network);
        writer.Line();
        writer.Line("/// <summary>Adds dL/dp of one sample to the gradients; returns the loss L.</summary>");
        ScratchEmitter.EmitAttributes(network, writer);
        writer.Line($$"""
            internal static float Backward<TLoss>(
                ref float p, ReadOnlySpan<float> input, ReadOnlySpan<float> target, TLoss loss,
                Span<float> gradients, Span<float> inputGradient, bool accumulate{{masks}})
            """);
        using (writer.Block("    where TLoss : struct, ILoss"))
        {
            writer.Line($"Guard.Length(input.Length, {inputs}, nameof(input));");
            writer.Line($"Guard.Target<TLoss>(target, {network.OutputShape.Count}, nameof(target));");
            EmitGuards(network, "input", "target", "inputGradient", writer);
            ScratchEmitter.EmitSample(network.Training, writer);
            writer.Line("ref float g = ref MemoryMarshal.GetReference(gradients);");
            writer.Line();
            writer.Line("ref float x = ref MemoryMarshal.GetReference(input);");
            foreach (LayerPlan layer in network.Layers) ForwardEmitter.EmitCall(layer, isTraining: true, isBatch: false, writer);
            writer.Line($"float value = DifferentiateLoss(ref {z}, target, target.Length, loss, 1f, ref y, ref {dz}, rows: 1);");
            EmitLayers(network, isBatch: false, writer);
            writer.Line("return value;");
        }

        writer.Line();
        writer.Line($"/// <summary>Adds dL/dp of a batch to the gradients, at most {network.Training.TileRows} rows at a time; returns the loss L, the mean or the sum of the samples'.</summary>");
        ScratchEmitter.EmitAttributes(network, writer);
        writer.Line($$"""
            internal static float BackwardBatch<TLoss>(
                ref float p, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, bool isMean,
                Span<float> gradients, Span<float> inputGradients, bool accumulate{{masks}})
            """);
        using (writer.Block("    where TLoss : struct, ILoss"))
        {
            writer.Line($"int batch = Guard.NonEmptyBatch(inputs.Length, {inputs}, nameof(inputs));");
            writer.Line($"int targetSize = Guard.Targets<TLoss>(targets, batch, {network.OutputShape.Count}, nameof(targets));");
            EmitGuards(network, "inputs", "targets", "inputGradients", writer);
            writer.Line($"int tile = Tiling.RowsPerTile(batch, {network.Training.TileRows});");
            ScratchEmitter.EmitTile(network.Training, writer);
            writer.Line("ref float g = ref MemoryMarshal.GetReference(gradients);");
            writer.Line("float scale = isMean ? 1f / batch : 1f;");
            writer.Line("float value = 0f;");
            using (writer.Block("for (int start = 0; start < batch; start += tile)"))
            {
                writer.Line("nuint rows = (nuint)Math.Min(tile, batch - start);");
                writer.Line($"ref float x = ref MemoryMarshal.GetReference(inputs.Slice({CodeWriter.Times(inputs, "start")}));");
                EmitTileMasks(network, writer);
                foreach (LayerPlan layer in network.Layers) ForwardEmitter.EmitCall(layer, isTraining: true, isBatch: true, writer);
                writer.Line("ReadOnlySpan<float> tileTargets = targets.Slice(targetSize * start, targetSize * (int)rows);");
                writer.Line($"value += DifferentiateLoss(ref {z}, tileTargets, targetSize, loss, scale, ref y, ref {dz}, rows);");
                EmitLayers(network, isBatch: true, writer);
                writer.Line("accumulate = true;");
            }

            writer.Line("return value * scale;");
        }

        EmitLoss(network, writer);
    }

    /// <summary>The parameter that says what is dropped, for networks that drop anything.</summary>
    public static string MasksParameter(NetworkPlan network) => network.HasDropout ? ", DropoutMasks masks" : "";

    /// <summary>What is dropped of a tile.</summary>
    public static void EmitTileMasks(NetworkPlan network, CodeWriter writer)
    {
        if (network.HasDropout) writer.Line("DropoutMasks tileMasks = masks.From(start);");
    }

    /// <summary>The layers upside down. What comes before the first trained layer only makes dL/dinput.</summary>
    private static void EmitLayers(NetworkPlan network, bool isBatch, CodeWriter writer)
    {
        foreach (LayerPlan layer in network.Layers.Reverse())
        {
            if (LayerCatalog.Get(layer.Kind).BackwardCall(layer, isBatch) is { } call) writer.Line(call);
            if (layer.Number > network.FirstTrained.Number) writer.Line(InputGradientCall(network, layer, isBatch));
        }

        string dx = isBatch ? "inputGradients" : "inputGradient";
        string[] calls = [.. network.Layers.Take(network.FirstTrained.Number).Reverse().Select(layer => InputGradientCall(network, layer, isBatch))];
        if (calls.Length == 1)
        {
            writer.Line($"if (!{dx}.IsEmpty) {calls[0]}");
            return;
        }

        using (writer.Block($"if (!{dx}.IsEmpty)"))
        {
            foreach (string call in calls) writer.Line(call);
        }
    }

    /// <summary>The call that makes dL/dx of a layer's dL/dz: in the place of the derivative of the layer before, or in the caller's.</summary>
    public static string InputGradientCall(NetworkPlan network, LayerPlan layer, bool isBatch)
    {
        Layer kind = LayerCatalog.Get(layer.Kind);
        int before = layer.Number - 1;
        if (before > 0) return $"{kind.InputGradientCall(layer, $"dz{before}", isBatch)} // dh{before}, in the place of dz{before}";
        string dx = isBatch ? $"inputGradients.Slice({CodeWriter.Times(network.InputShape.Count, "start")})" : "inputGradient";
        return kind.InputGradientCall(layer, $"MemoryMarshal.GetReference({dx})", isBatch);
    }

    private static void EmitGuards(NetworkPlan network, string input, string target, string inputGradient, CodeWriter writer)
    {
        writer.Line($"Guard.Length(gradients.Length, {network.ParameterBufferLength}, nameof(gradients));");
        writer.Line($"if (!{inputGradient}.IsEmpty) Guard.Length({inputGradient}.Length, {input}.Length, nameof({inputGradient}));");
        writer.Line($"Guard.NoOverlap(gradients, ref p, {input}, {target}, {inputGradient});");
    }

    private static void EmitLoss(NetworkPlan network, CodeWriter writer)
    {
        LayerPlan last = network.Output;
        ActivationFunction activation = ActivationCatalog.Get(last.Activation);
        string z = last.Output.Name, dz = $"d{z}";
        int outputs = last.Output.Shape.Count, stride = last.Output.RowStride, gradientStride = last.Output.GradientStride;
        writer.Line();
        writer.Line($"/// <summary>{dz} = scale·dL/d{z} for each row {last.Output.Shape}; returns the sum of L. Some losses are one with {(activation.IsIdentity ? "the output" : activation.Formula)}, and exact, from the logits.</summary>");
        writer.Line(CodeWriter.Optimized);
        writer.Line($"""
            private static float DifferentiateLoss<TLoss>(
                ref float {z}, ReadOnlySpan<float> targets, int targetSize, TLoss loss, float scale, ref float y, ref float {dz}, nuint rows)
            """);
        using (writer.Block("    where TLoss : struct, ILoss"))
        {
            string rows = $"{outputs}, targets, targetSize, scale, ref {dz}, {gradientStride}, rows";
            writer.Line($"if (TLoss.IsFusedWith(Activation.{activation.Name})) return LossMath.EvaluateLogits(loss, ref {z}, {stride}, {rows});");
            if (activation.IsIdentity)
                writer.Line($"return LossMath.Evaluate(loss, ref {z}, {stride}, {rows});");
            else
                EmitActivatedLoss(last, activation, z, dz, writer);
        }
    }

    private static void EmitActivatedLoss(LayerPlan last, ActivationFunction activation, string z, string dz, CodeWriter writer)
    {
        int outputs = last.Output.Shape.Count;
        writer.Line();
        if (!activation.IsRowWise) writer.Line("nuint lanes = (nuint)Vector<float>.Count;");
        writer.Line("float sum = 0f;");
        using (writer.Block("for (nuint m = 0; m < rows; m++)"))
        {
            writer.Line($"ref float z = ref Unsafe.Add(ref {z}, {last.Output.RowStride} * m), dz = ref Unsafe.Add(ref {dz}, {last.Output.GradientStride} * m);");
            writer.Line("ReadOnlySpan<float> target = targets.Slice(targetSize * (int)m, targetSize);");
            writer.Line("ActivateOutput(ref z, ref y);");
            writer.Line($"sum += loss.Evaluate(MemoryMarshal.CreateReadOnlySpan(ref y, {outputs}), target, MemoryMarshal.CreateSpan(ref dz, {outputs}));");
            if (activation.IsRowWise) writer.Line(activation.DifferentiateRow(last.Output, "y", "dz"));
            else EmitElementwiseDerivative(last, activation, writer);
        }

        writer.Line();
        writer.Line($"LossMath.FinishGradient(ref {dz}, {outputs}, {last.Output.GradientStride}, rows, scale);");
        writer.Line("return sum;");
    }

    private static void EmitElementwiseDerivative(LayerPlan last, ActivationFunction activation, CodeWriter writer)
    {
        string source = activation.DerivativeNeedsLogits ? "z" : "y";
        string derivative = activation.Backward("LoadUnsafe(ref dz, j)", $"LoadUnsafe(ref {source}, j)", CodeWriter.Literal(last.Alpha));
        writer.Loop($"for (nuint j = 0; j < {last.Output.Lanes}; j += lanes)", $"({derivative}).StoreUnsafe(ref dz, j);");
    }
}
