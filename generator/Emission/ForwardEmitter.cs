using NetGen.Generator.Activations;
using NetGen.Generator.Layers;
using NetGen.Generator.Model;

namespace NetGen.Generator.Emission;

/// <summary>Prints the forward pass of the network: the layers, one call each, then the activation of the last.</summary>
internal static class ForwardEmitter
{
    public static void Emit(NetworkPlan network, CodeWriter writer)
    {
        LayerPlan last = network.Output;
        string z = last.Output.Name;
        writer.Line($"/// <summary>The output {network.OutputShape} of one sample {network.InputShape}.</summary>");
        ScratchEmitter.EmitAttributes(network, writer);
        using (writer.Block("internal static void Forward(ref float p, ReadOnlySpan<float> input, Span<float> output)"))
        {
            writer.Line($"Guard.Length(input.Length, {network.InputShape.Count}, nameof(input));");
            writer.Line($"Guard.Length(output.Length, {network.OutputShape.Count}, nameof(output));");
            ScratchEmitter.EmitSample(network.Inference, writer);
            writer.Line();
            writer.Line("ref float x = ref MemoryMarshal.GetReference(input);");
            foreach (LayerPlan layer in network.Layers) EmitCall(layer, isTraining: false, isBatch: false, writer);
            EmitOutput(last, writer);
        }

        writer.Line();
        writer.Line($"/// <summary>The outputs [batch, {last.Output.Shape.Count}] of a batch [batch, {network.InputShape.Count}], at most {network.BatchInference.TileRows} rows at a time.</summary>");
        ScratchEmitter.EmitAttributes(network, writer);
        using (writer.Block("internal static void ForwardBatch(ref float p, ReadOnlySpan<float> inputs, Span<float> outputs)"))
        {
            writer.Line($"int batch = Guard.Batch(inputs.Length, {network.InputShape.Count}, nameof(inputs));");
            writer.Line($"Guard.Length(outputs.Length, {(network.OutputShape.Count == 1 ? "batch" : $"(long)batch * {network.OutputShape.Count}")}, nameof(outputs));");
            writer.Line("Guard.NoOverlap(inputs, outputs, nameof(outputs));");
            writer.Line("if (batch == 0) return;");
            using (writer.Block("if (batch == 1)"))
            {
                writer.Line("Forward(ref p, inputs, outputs);");
                writer.Line("return;");
            }

            writer.Line();
            writer.Line($"int tile = Tiling.RowsPerTile(batch, {network.BatchInference.TileRows});");
            ScratchEmitter.EmitTile(network.BatchInference, writer);
            using (writer.Block("for (int start = 0; start < batch; start += tile)"))
            {
                writer.Line("nuint rows = (nuint)Math.Min(tile, batch - start);");
                writer.Line($"ref float x = ref MemoryMarshal.GetReference(inputs.Slice({CodeWriter.Times(network.InputShape.Count, "start")}));");
                if (last.WritesOutputs) writer.Line($"ref float {z} = ref MemoryMarshal.GetReference(outputs.Slice({CodeWriter.Times(network.OutputShape.Count, "start")}));");
                foreach (LayerPlan layer in network.Layers) EmitCall(layer, isTraining: false, isBatch: true, writer);
                if (!last.WritesOutputs) EmitOutputRows(last, writer);
            }
        }

        writer.Line();
        EmitPredict(network, writer);
        EmitOutputActivation(last, writer);
    }

    /// <summary>The call of a layer's forward method; in inference, a layer that only training needs gives another name to its input.</summary>
    public static void EmitCall(LayerPlan layer, bool isTraining, bool isBatch, CodeWriter writer)
    {
        writer.Line(layer.IsTrainingOnly && !isTraining
            ? $"ref float {layer.Output.Name} = ref {layer.Input.Name}; // {layer.Name} is for training"
            : LayerCatalog.Get(layer.Kind).ForwardCall(layer, isTraining, isBatch));
    }

    private static void EmitOutputRows(LayerPlan last, CodeWriter writer)
    {
        int outputs = last.Output.Shape.Count;
        string z = last.Output.Name, start = outputs == 1 ? "start + m" : $"{outputs} * (start + m)";
        ActivationFunction activation = ActivationCatalog.Get(last.Activation);
        if (activation.IsRowWise) writer.Line(activation.ApplyToRows(last.Output, z, "rows"));
        using (writer.Block("for (int m = 0; m < (int)rows; m++)"))
        {
            writer.Line($"ref float {z}Row = ref Unsafe.Add(ref {z}, {last.Output.RowStride} * m);");
            if (!activation.IsIdentity && !activation.IsRowWise) writer.Line($"ActivateOutput(ref {z}Row, ref {z}Row);");
            writer.Line($"MemoryMarshal.CreateReadOnlySpan(ref {z}Row, {outputs}).CopyTo(outputs.Slice({start}, {outputs}));");
        }
    }

    private static void EmitOutput(LayerPlan last, CodeWriter writer)
    {
        string z = last.Output.Name;
        ActivationFunction activation = ActivationCatalog.Get(last.Activation);
        if (activation.IsRowWise) writer.Line(activation.ApplyToRows(last.Output, z, "1"));
        else if (!activation.IsIdentity) writer.Line($"ActivateOutput(ref {z}, ref {z});");
        writer.Line($"MemoryMarshal.CreateReadOnlySpan(ref {z}, {last.Output.Shape.Count}).CopyTo(output);");
    }

    private static void EmitPredict(NetworkPlan network, CodeWriter writer)
    {
        LayerPlan last = network.Output;
        ActivationFunction activation = ActivationCatalog.Get(last.Activation);
        string z = last.Output.Name;
        bool isDecidedByLogits = activation.IsIdentity || activation.IsRowWise;
        writer.Line(isDecidedByLogits && !activation.IsIdentity
            ? $"/// <summary>The class of one sample {network.InputShape}; {activation.Formula} keeps the order of {z}, and is left out.</summary>"
            : $"/// <summary>The class of one sample {network.InputShape}.</summary>");
        ScratchEmitter.EmitAttributes(network, writer);
        using (writer.Block("internal static int Predict(ref float p, ReadOnlySpan<float> input)"))
        {
            writer.Line($"Guard.Length(input.Length, {network.InputShape.Count}, nameof(input));");
            ScratchEmitter.EmitSample(network.Inference, writer);
            writer.Line();
            writer.Line("ref float x = ref MemoryMarshal.GetReference(input);");
            foreach (LayerPlan layer in network.Layers) EmitCall(layer, isTraining: false, isBatch: false, writer);
            if (!isDecidedByLogits) writer.Line($"ActivateOutput(ref {z}, ref {z});");
            writer.Line(last.Output.Shape.Count > 1
                ? $"return Decision.ArgMax(MemoryMarshal.CreateReadOnlySpan(ref {z}, {last.Output.Shape.Count}), input);"
                : activation.Name == "Sigmoid" ? $"return Decision.AtLeast({z}, 0.5f, input);"
                : $"return Decision.Above({z}, 0f, input);");
        }
    }

    private static void EmitOutputActivation(LayerPlan last, CodeWriter writer)
    {
        ActivationFunction activation = ActivationCatalog.Get(last.Activation);
        if (activation.IsIdentity) return;
        writer.Line();
        string samePlace = activation.IsRowWise ? "" : "; the two may be the same";
        writer.Line($"/// <summary>y = {activation.Formula}({last.Output.Name}) of one sample {last.Output.Shape}{samePlace}.</summary>");
        writer.Line(CodeWriter.Optimized);
        using (writer.Block($"private static void ActivateOutput(ref float {last.Output.Name}, ref float y)"))
        {
            if (activation.IsRowWise)
            {
                writer.Line($"MemoryMarshal.CreateReadOnlySpan(ref {last.Output.Name}, {last.Output.Lanes}).CopyTo(MemoryMarshal.CreateSpan(ref y, {last.Output.Lanes}));");
                writer.Line(activation.ApplyToRows(last.Output, "y", "1"));
                return;
            }

            string f = activation.Forward($"LoadUnsafe(ref {last.Output.Name}, j)", CodeWriter.Literal(last.Alpha));
            writer.Line("nuint lanes = (nuint)Vector<float>.Count;");
            writer.Loop($"for (nuint j = 0; j < {last.Output.Lanes}; j += lanes)", $"{f}.StoreUnsafe(ref y, j);");
        }
    }
}
