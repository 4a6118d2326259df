using System;
using System.Collections.Generic;
using Microsoft.ML.OnnxRuntime;
using NetGen.Benchmarks.Workloads;
using NetGen.Formats;

namespace NetGen.Benchmarks.Peers;

/// <summary>ONNX Runtime as it is fastest from C#: a session for each batch size, inputs and outputs bound once, one thread.</summary>
internal sealed class OnnxRuntimePeer(Workload workload, Samples samples) : Peer
{
    private readonly INetwork _network = workload.CreateNetwork();
    private readonly float[] _outputs = new float[Samples.Count * samples.OutputSize];
    private readonly RunOptions _runOptions = new();
    private readonly Dictionary<int, Binding> _bindings = [];

    public override string Name => "ONNX Runtime";

    public override bool CanTrain => false;

    public override ReadOnlySpan<float> Outputs => _outputs;

    public override void ForwardOne() => ForwardBatch(1);

    public override void ForwardBatch(int batch)
    {
        if (!_bindings.TryGetValue(batch, out Binding? binding)) _bindings.Add(batch, binding = new Binding(_network, samples, _outputs, batch));
        binding.Run(_runOptions);
    }

    public override void Dispose()
    {
        foreach (Binding binding in _bindings.Values) binding.Dispose();
        _runOptions.Dispose();
    }

    /// <summary>A session whose input and output lie in the arrays that all competitors use.</summary>
    private sealed class Binding : IDisposable
    {
        private readonly InferenceSession _session;
        private readonly OrtValue _input;
        private readonly OrtValue _output;
        private readonly OrtIoBinding _binding;

        public Binding(INetwork network, Samples samples, float[] outputs, int batch)
        {
            using var options = new SessionOptions
            {
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                IntraOpNumThreads = 1,
                InterOpNumThreads = 1,
            };
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            _session = new InferenceSession(network.ToOnnx(new OnnxExportOptions { BatchSize = batch }), options);
            _input = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, samples.Inputs.AsMemory(0, batch * samples.InputSize), [batch, samples.InputSize]);
            _output = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, outputs.AsMemory(0, batch * samples.OutputSize), [batch, samples.OutputSize]);
            _binding = _session.CreateIoBinding();
            _binding.BindInput(_session.InputNames[0], _input);
            _binding.BindOutput(_session.OutputNames[0], _output);
        }

        public void Run(RunOptions options) => _session.RunWithBinding(options, _binding);

        public void Dispose()
        {
            _binding.Dispose();
            _input.Dispose();
            _output.Dispose();
            _session.Dispose();
        }
    }
}
