using System.Linq;
using NetGen.Generator.Layers;
using NetGen.Generator.Model;

namespace NetGen.Generator.Emission;

/// <summary>
/// Prints the backward pass that bounds each sample's gradient before the mean is taken. The layers are gone through twice: for the norms of the samples' gradients, which
/// need none of the gradients themselves, and then, with each sample's dL/dz of the last layer scaled down to the bound, as in any backward pass. Only what leads to the first
/// trained layer, most of the work, is not done again: its dL/dz is still there, and is scaled like the last one.
/// </summary>
internal static class ClippedBackwardEmitter
{
    public static void Emit(NetworkPlan network, CodeWriter writer)
    {
        LayerPlan last = network.Output;
        ScratchPlan scratch = network.Clipped;
        string z = last.Output.Name, dz = $"d{z}";
        int inputs = network.InputShape.Count;
        writer.Line();
        writer.Line($"/// <summary>Adds the mean of the samples' dL/dp, each scaled down to a norm of at most maxNorm, to the gradients, at most {scratch.TileRows} rows at a time; returns the mean loss.</summary>");
        ScratchEmitter.EmitAttributes(network, writer);
        writer.Line($$"""
            internal static float BackwardBatchClipped<TLoss>(
                ref float p, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, float maxNorm,
                Span<float> gradients, bool accumulate{{BackwardEmitter.MasksParameter(network)}})
            """);
        using (writer.Block("    where TLoss : struct, ILoss"))
        {
            writer.Line($"int batch = Guard.NonEmptyBatch(inputs.Length, {inputs}, nameof(inputs));");
            writer.Line($"int targetSize = Guard.Targets<TLoss>(targets, batch, {network.OutputShape.Count}, nameof(targets));");
            writer.Line($"Guard.Length(gradients.Length, {network.ParameterBufferLength}, nameof(gradients));");
            writer.Line("Guard.NoOverlap(gradients, ref p, inputs, targets, default);");
            writer.Line($"int tile = Tiling.RowsPerTile(batch, {scratch.TileRows});");
            ScratchEmitter.EmitTile(scratch, writer);
            writer.Line("ref float g = ref MemoryMarshal.GetReference(gradients);");
            writer.Line("float scale = 1f / batch, value = 0f;");
            using (writer.Block("for (int start = 0; start < batch; start += tile)"))
            {
                writer.Line("nuint rows = (nuint)Math.Min(tile, batch - start);");
                writer.Line($"ref float x = ref MemoryMarshal.GetReference(inputs.Slice({CodeWriter.Times(inputs, "start")}));");
                BackwardEmitter.EmitTileMasks(network, writer);
                foreach (LayerPlan layer in network.Layers) ForwardEmitter.EmitCall(layer, isTraining: true, isBatch: true, writer);
                writer.Line("ReadOnlySpan<float> tileTargets = targets.Slice(targetSize * start, targetSize * (int)rows);");
                writer.Line($"value += DifferentiateLoss(ref {z}, tileTargets, targetSize, loss, 1f, ref y, ref {dz}, rows);");
                writer.Line();
                EmitNorms(network, writer);
                writer.Line();
                EmitGradients(network, writer);
                writer.Line("accumulate = true;");
            }

            writer.Line("return value * scale;");
        }
    }

    private static void EmitNorms(NetworkPlan network, CodeWriter writer)
    {
        writer.Line("// The squares of the norms of the samples' gradients, layer by layer.");
        writer.Line("MemoryMarshal.CreateSpan(ref squares, (int)rows).Clear();");
        foreach (LayerPlan layer in network.Layers.Reverse().Where(layer => layer.Number >= network.FirstTrained.Number))
        {
            if (layer.IsTrained) writer.Line(LayerCatalog.Get(layer.Kind).SquaredNormsCall(layer));
            if (layer.Number > network.FirstTrained.Number) writer.Line(BackwardEmitter.InputGradientCall(network, layer, isBatch: true));
        }
    }

    private static void EmitGradients(NetworkPlan network, CodeWriter writer)
    {
        LayerPlan first = network.FirstTrained, last = network.Output;
        writer.Line($"// The gradients: they are linear in d{last.Output.Name}.");
        EmitClipping(first, writer);
        writer.Line(LayerCatalog.Get(first.Kind).BackwardCall(first, isBatch: true, derive: false)!);
        if (last != first) EmitClipping(last, writer);
        foreach (LayerPlan layer in network.Layers.Reverse().Where(layer => layer != first))
        {
            if (LayerCatalog.Get(layer.Kind).BackwardCall(layer, isBatch: true) is { } call) writer.Line(call);
            if (IsNeeded(layer.Number - 1)) writer.Line(BackwardEmitter.InputGradientCall(network, layer, isBatch: true));
        }

        // The derivative of a layer is needed by the trained ones from it down to the first.
        bool IsNeeded(int number) => network.Layers.Any(layer => layer.IsTrained && layer != first && layer.Number <= number && layer.Number > first.Number);
    }

    private static void EmitClipping(LayerPlan layer, CodeWriter writer) =>
        writer.Line($"VectorMath.ClipSamples(ref dz{layer.Number}, {layer.Output.Lanes}, {layer.Output.GradientStride}, ref squares, maxNorm, scale, rows);");
}
