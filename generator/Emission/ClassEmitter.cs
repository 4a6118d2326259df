using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Layers;
using NetGen.Generator.Model;

namespace NetGen.Generator.Emission;

/// <summary>Prints the other half of the user's class: what the network is, in words and numbers, and the members that callers see.</summary>
/// <remarks>Names are written out from <c>global::</c> here, since the user's namespace may hold anything.</remarks>
internal static class ClassEmitter
{
    private const string ReadOnlySpan = "global::System.ReadOnlySpan<float>";
    private const string Span = "global::System.Span<float>";
    private const string Optimized =
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";

    public static void Emit(NetworkPlan network, CodeWriter writer)
    {
        var scopes = new Stack<CodeWriter.Scope>();
        if (network.Type.Namespace.Length > 0) scopes.Push(writer.Block($"namespace {network.Type.Namespace}"));
        foreach (string header in network.Type.ContainingTypes) scopes.Push(writer.Block(header));
        EmitRemarks(network, writer);
        using (writer.Block($"partial class {network.Type.Name} : global::NetGen.INetwork"))
        {
            EmitArchitecture(network, writer);
            EmitInference(network, writer);
            EmitTraining(network, writer);
        }

        while (scopes.Count > 0) scopes.Pop().Dispose();
    }

    private static void EmitRemarks(NetworkPlan network, CodeWriter writer)
    {
        ScratchPlan batch = network.BatchInference, training = network.Training;
        writer.Line("/// <remarks>");
        writer.Line($"/// {network.ParameterCount} parameters. On the stack, one sample takes {Bytes(network.Inference, 1)} bytes forward and {Bytes(training, 1)} backward,");
        writer.Line($"/// a batch at most {Bytes(batch, batch.TileRows)} forward and {Bytes(training, training.TileRows)} backward.");
        writer.Line("/// <code>");
        var rows = new List<(string Value, string Shape, string Note)> { ("x", network.InputShape.ToString(), "input") };
        foreach (LayerPlan layer in network.Layers)
        {
            string name = layer.IsLast ? "y" : layer.Output.Name;
            string formula = LayerCatalog.Get(layer.Kind).Formula(layer);
            rows.Add(($"{name} = {formula}", layer.Output.Shape.ToString(), $"{layer.Name}: {layer.ParameterCount} parameters"));
        }

        int valueWidth = rows.Max(row => row.Value.Length), shapeWidth = rows.Max(row => row.Shape.Length);
        foreach ((string value, string shape, string note) in rows)
            writer.Line($"/// {value.PadRight(valueWidth)}  {shape.PadRight(shapeWidth)}  {note}");
        writer.Line("/// </code>");
        writer.Line("/// </remarks>");
    }

    private static int Bytes(ScratchPlan scratch, int rows) => sizeof(float) * (scratch.FixedLength + scratch.RowLength * rows);

    private static void EmitArchitecture(NetworkPlan network, CodeWriter writer)
    {
        string name = network.Type.Name;
        writer.Line($"""
            /// <summary>The values of one sample: {network.InputShape}.</summary>
            public const int InputSize = {network.InputShape.Count};

            /// <summary>The values of one output: {network.OutputShape}.</summary>
            public const int OutputSize = {network.OutputShape.Count};

            /// <summary>The number of weights and biases.</summary>
            public const int ParameterCount = {network.ParameterCount};

            /// <summary>The floats of the parameter buffer, of a gradient and of each part of an optimiser's state: the parameters, padded to whole vectors.</summary>
            public const int ParameterBufferLength = {network.ParameterBufferLength};

            private readonly global::NetGen.AlignedBuffer _parameters = new(ParameterBufferLength);

            """);
        EmitConstructor(network, writer);
        writer.Line($"""

            /// <summary>Creates the network with weights initialised from a seed: the same weights for the same seed on every machine.</summary>
            /// <param name="seed">Any number.</param>
            public {name}(int seed) => Initialize(seed);

            /// <summary>The shapes of the network, and the names, shapes and places of its tensors.</summary>
            """);
        string[] tensors = [.. network.Tensors.Select(Tensor)];
        writer.Line("public static global::NetGen.NetworkInfo Architecture { get; } = new(");
        writer.Line($"""
                "{name.TrimStart('@')}",
                InputShape: [{string.Join(", ", network.InputShape.Sizes)}],
                OutputShape: [{string.Join(", ", network.OutputShape.Sizes)}],
                global::NetGen.Activation.{network.Output.Activation},
                ParameterCount,
                ParameterBufferLength,
                Tensors:
                [
            """);
        foreach (string tensor in tensors) writer.Line($"        {tensor},");
        writer.Line("""
                ])
            {
                Layers =
                [
            """);
        foreach (LayerPlan layer in network.Layers) writer.Line($"        {LayerCatalog.Get(layer.Kind).Info(layer)},");
        writer.Line("    ],");
        if (network.HasDropout) writer.Line("    HasDropout = true,");
        writer.Line("};");
        writer.Line("""

            /// <summary>The weights and biases, 64-byte aligned, laid out as <see cref="Architecture"/> says; padding lanes must stay zero.</summary>
            public global::System.Span<float> Parameters => _parameters.Span;

            global::NetGen.NetworkInfo global::NetGen.INetwork.Info => Architecture;

            /// <summary>Sets every parameter anew from a seed, as its initialiser says.</summary>
            /// <param name="seed">Any number.</param>
            public void Initialize(int seed) => global::NetGen.ParameterInitialization.Initialize(Architecture, _parameters.Span, seed);

            """);
    }

    private static void EmitConstructor(NetworkPlan network, CodeWriter writer)
    {
        string name = network.Type.Name;
        if (network.Weights is not { } weights)
        {
            writer.Line("/// <summary>Creates the network with weights initialised from seed 0.</summary>");
            writer.Line($"public {name}() : this(0)");
            writer.Line("{");
            writer.Line("}");
            return;
        }

        string open = $"global::NetGen.EmbeddedWeights.Open(typeof({name}).Assembly, {CodeWriter.Literal(weights.File)}, length: {weights.Length})";
        writer.Line($"/// <summary>Creates the network with its trained weights, those of <c>{Xml(weights.File)}</c>, which are inside the assembly.</summary>");
        writer.Line($"public {name}()");
        writer.Line("{");
        writer.Line($"    global::NetGen.EmbeddedWeights weights = {open};");
        for (int i = 0; i < weights.Tensors.Count; i++)
        {
            WeightPlan weight = weights.Tensors[i];
            TensorPlan tensor = network.Tensors[i];
            writer.Line($"    weights.CopyTo(Architecture.Tensors[{i}], offset: {weight.Offset}, global::NetGen.WeightType.{weight.Type}, _parameters.Span); // {tensor.Name} {tensor.Shape}");
        }

        writer.Line("}");
        if (weights.SelfCheck is not { } check) return;
        writer.Line($"""

            /// <summary>
            /// Runs the {check.Samples} samples that came with the weights through the network as it came, and says how far its outputs are from those stored beside them: for the first start
            /// on another machine.
            /// </summary>
            public static global::NetGen.SelfCheckReport SelfCheck() =>
                {open}
                    .Check(new {name}(), samples: {check.Samples}, inputsOffset: {check.InputsOffset}, outputsOffset: {check.OutputsOffset});
            """);
    }

    private static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;");

    private static string Tensor(TensorPlan tensor)
    {
        string value = tensor.Initializer == "Constant" ? $", InitialValue: {CodeWriter.Literal(tensor.InitialValue)}" : "";
        string untrained = tensor.IsTrained ? "" : " { IsTrained = false }";
        return $"new(\"{tensor.Name}\", {tensor.Shape}, global::NetGen.TensorLayout.{tensor.Layout}, Offset: {tensor.Offset}, Length: {tensor.Length}, global::NetGen.Initializer.{tensor.Initializer}{value}){untrained}";
    }

    private static void EmitInference(NetworkPlan network, CodeWriter writer)
    {
        string x = network.InputShape.ToString(), y = network.OutputShape.ToString();
        writer.Line($"""
            /// <summary>Computes the output {y} of one sample {x}. Allocates nothing; safe from any thread.</summary>
            /// <param name="input">The sample, {x}.</param>
            /// <param name="output">Receives the output, {y}; may overlap the sample.</param>
            /// <exception cref="global::System.ArgumentException">A span has another length.</exception>
            {Optimized}
            public void Forward({ReadOnlySpan} input, {Span} output)
            {Calls(network, "Forward(ref _parameters.Reference, input, output)", returns: false)}

            /// <summary>Computes the outputs of a batch of samples, one after another in memory. Allocates nothing; safe from any thread.</summary>
            /// <param name="inputs">The samples, [batch, {Sizes(network.InputShape)}]; none is fine.</param>
            /// <param name="outputs">Receives the outputs, [batch, {Sizes(network.OutputShape)}]; must not overlap the samples.</param>
            /// <exception cref="global::System.ArgumentException">A length does not fit, or the spans overlap.</exception>
            {Optimized}
            public void ForwardBatch({ReadOnlySpan} inputs, {Span} outputs)
            {Calls(network, "ForwardBatch(ref _parameters.Reference, inputs, outputs)", returns: false)}

            /// <summary>{PredictSummary(network)} Allocates nothing; safe from any thread.</summary>
            /// <param name="input">The sample, {x}.</param>
            /// <exception cref="global::System.ArgumentException">The length is another, or the output is not finite.</exception>
            {Optimized}
            public int Predict({ReadOnlySpan} input)
            {Calls(network, "Predict(ref _parameters.Reference, input)", returns: true)}

            """);
    }

    /// <summary>The body of a member that calls the kernels, after a check if there is one.</summary>
    private static string Calls(NetworkPlan network, string call, bool returns, string check = "") =>
        Body([.. check.Length > 0 ? [check] : Array.Empty<string>(), .. KernelCalls(network, call, returns)]);

    /// <summary>The call of the kernels on the widest vectors that the processor has. The JIT compiler leaves one of the two.</summary>
    private static IEnumerable<string> KernelCalls(NetworkPlan network, string call, bool returns)
    {
        string kernels(VectorPlan vectors) => $"{(returns ? "return " : "")}global::NetGen.Generated.{NetworkEmitter.KernelsName(network, vectors)}.{call};";
        return [$"if (global::NetGen.Kernels.Processor.HasVectorsOf512Bits) {kernels(VectorPlan.Wide)}", $"{(returns ? "" : "else ")}{kernels(VectorPlan.Portable)}"];
    }

    private static string Body(IEnumerable<string> lines) => string.Join("\n", (IEnumerable<string>)["{", .. lines.Select(line => line.Length == 0 ? "" : $"    {line}"), "}"]);

    /// <summary>What a plain backward pass drops: nothing.</summary>
    private static string NoMasks(NetworkPlan network) => network.HasDropout ? ", masks: default" : "";

    private static string PassSummary(NetworkPlan network) => $"{(network.HasDropout ? "with dropout, and " : "")}with a bound on each sample's gradient";

    private static string PassCalls(NetworkPlan network)
    {
        string masks = network.HasDropout ? ", new global::NetGen.Kernels.DropoutMasks(pass.DropoutSeed)" : "";
        return Body(
        [
            "if (pass.ClippingNorm is { } maxNorm)",
            "{",
            .. KernelCalls(network, $"BackwardBatchClipped(ref _parameters.Reference, inputs, targets, loss, maxNorm, gradients, accumulate{masks})", returns: true).Select(line => $"    {line}"),
            "}",
            "",
            .. KernelCalls(network, $"BackwardBatch(ref _parameters.Reference, inputs, targets, loss, isMean: true, gradients, inputGradients: default, accumulate{masks})", returns: true),
        ]);
    }

    private static string PredictSummary(NetworkPlan network) =>
        network.OutputShape.Count > 1 ? "The class of a sample: the index of the largest output."
        : network.Output.Activation == "Sigmoid" ? "The class of a sample: 1 where the output is at least ½, else 0."
        : "The class of a sample: 1 where the output is above 0, else 0.";

    private static string OutputLength(NetworkPlan network)
    {
        string batch = network.InputShape.Count == 1 ? "inputs.Length" : $"inputs.Length / {network.InputShape.Count}";
        return network.OutputShape.Count == 1 ? batch : $"{batch} * {network.OutputShape.Count}";
    }

    private static string Sizes(Shape shape) => string.Join(", ", shape.Sizes);

    private static void EmitTraining(NetworkPlan network, CodeWriter writer)
    {
        string x = network.InputShape.ToString(), y = network.OutputShape.ToString();
        string xs = $"[batch, {Sizes(network.InputShape)}]", ys = $"[batch, {Sizes(network.OutputShape)}]";
        string common(string input, string shape) => $"""
            /// <param name="gradients">Receives dL/dparameters, [{network.ParameterBufferLength}], laid out like the parameters.</param>
            /// <param name="{input}">Receives dL/d{(input == "inputGradient" ? "input" : "inputs")}, {shape}; leave it out if it is not wanted.</param>
            /// <param name="accumulate">Whether to add to the gradients; false overwrites them.</param>
            /// <exception cref="global::System.ArgumentException">A length does not fit, or a span that is written overlaps another.</exception>
            """;
        writer.Line($"""
            /// <summary>Back-propagation of one sample: adds dL/dparameters to the gradients and returns the loss L. Allocates nothing; safe from any thread.</summary>
            /// <param name="input">The sample, {x}.</param>
            /// <param name="target">The target, as the loss takes it: {y}, or for some losses a class index [1].</param>
            /// <param name="loss">The loss L.</param>
            {common("inputGradient", x)}
            {Optimized}
            public float Backward<TLoss>(
                {ReadOnlySpan} input,
                {ReadOnlySpan} target,
                TLoss loss,
                {Span} gradients,
                {Span} inputGradient = default,
                bool accumulate = true)
                where TLoss : struct, global::NetGen.ILoss
            {Calls(network, $"Backward(ref _parameters.Reference, input, target, loss, gradients, inputGradient, accumulate{NoMasks(network)})", returns: true)}

            /// <summary>
            /// Back-propagation of a batch: L is the mean of the samples' losses, and the gradients are those of L. Allocates nothing; safe from any thread.
            /// </summary>
            /// <param name="inputs">The samples, {xs}, at least one.</param>
            /// <param name="targets">The targets, [batch, size of one target].</param>
            /// <param name="loss">The loss of one sample.</param>
            {common("inputGradients", xs)}
            {Optimized}
            public float BackwardBatch<TLoss>(
                {ReadOnlySpan} inputs,
                {ReadOnlySpan} targets,
                TLoss loss,
                {Span} gradients,
                {Span} inputGradients = default,
                bool accumulate = true)
                where TLoss : struct, global::NetGen.ILoss
            {Calls(network, $"BackwardBatch(ref _parameters.Reference, inputs, targets, loss, isMean: true, gradients, inputGradients, accumulate{NoMasks(network)})", returns: true)}

            /// <summary>
            /// Back-propagation of a batch as training does it: {PassSummary(network)}, if the pass says so. Allocates nothing; safe from any thread.
            /// </summary>
            /// <param name="pass">What is done beside computing the gradients.</param>
            /// <param name="inputs">The samples, {xs}, at least one.</param>
            /// <param name="targets">The targets, [batch, size of one target].</param>
            /// <param name="loss">The loss of one sample.</param>
            /// <param name="gradients">Receives the mean of the samples' gradients, [{network.ParameterBufferLength}], laid out like the parameters.</param>
            /// <param name="accumulate">Whether to add to the gradients; false overwrites them.</param>
            /// <returns>The mean loss.</returns>
            /// <exception cref="global::System.ArgumentException">A length does not fit, or a span that is written overlaps another.</exception>
            {Optimized}
            public float BackwardBatch<TLoss>(
                global::NetGen.TrainingPass pass,
                {ReadOnlySpan} inputs,
                {ReadOnlySpan} targets,
                TLoss loss,
                {Span} gradients,
                bool accumulate = true)
                where TLoss : struct, global::NetGen.ILoss
            {PassCalls(network)}

            /// <summary>Back-propagation of one sample for a loss of your own, given by its derivative at the output. Allocates nothing; safe from any thread.</summary>
            /// <param name="input">The sample, {x}.</param>
            /// <param name="outputGradient">dL/doutput, {y}.</param>
            {common("inputGradient", x)}
            {Optimized}
            public void Backward(
                {ReadOnlySpan} input,
                {ReadOnlySpan} outputGradient,
                {Span} gradients,
                {Span} inputGradient = default,
                bool accumulate = true)
            {Calls(network, $"Backward(ref _parameters.Reference, input, outputGradient, new global::NetGen.Kernels.GivenOutputGradient(), gradients, inputGradient, accumulate{NoMasks(network)})",
                returns: false, $"global::NetGen.Kernels.Guard.Length(outputGradient.Length, {network.OutputShape.Count}, nameof(outputGradient));")}

            /// <summary>Back-propagation of a batch for a loss of your own: the samples' gradients are summed as they are given. Allocates nothing; safe from any thread.</summary>
            /// <param name="inputs">The samples, {xs}, at least one.</param>
            /// <param name="outputGradients">dL/doutputs, {ys}.</param>
            {common("inputGradients", xs)}
            {Optimized}
            public void BackwardBatch(
                {ReadOnlySpan} inputs,
                {ReadOnlySpan} outputGradients,
                {Span} gradients,
                {Span} inputGradients = default,
                bool accumulate = true)
            {Calls(network, $"BackwardBatch(ref _parameters.Reference, inputs, outputGradients, new global::NetGen.Kernels.GivenOutputGradient(), isMean: false, gradients, inputGradients, accumulate{NoMasks(network)})",
                returns: false, $"global::NetGen.Kernels.Guard.Length(outputGradients.Length, {OutputLength(network)}, nameof(outputGradients));")}
            """);
    }
}
