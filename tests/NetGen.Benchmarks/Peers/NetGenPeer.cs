using System;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Peers;

/// <summary>The generated network, called through its interface.</summary>
internal sealed class NetGenPeer<TLoss> : Peer
    where TLoss : struct, ILoss
{
    private readonly INetwork _network;
    private readonly Samples _samples;
    private readonly float[] _outputs;
    private readonly AlignedBuffer _gradients;
    private readonly AlignedBuffer _adamState;
    private readonly Adam _adam = new(beta1: AdamConstants.Beta1, beta2: AdamConstants.Beta2, epsilon: AdamConstants.Epsilon);
    private readonly Sgd _sgd = new(learningRate: 1e-3f);
    private long _step;

    public NetGenPeer(Workload workload, Samples samples)
    {
        (_network, _samples) = (workload.CreateNetwork(), samples);
        _outputs = new float[Samples.Count * samples.OutputSize];
        _gradients = new AlignedBuffer(_network.Info.ParameterBufferLength);
        _adamState = new AlignedBuffer(_adam.StateLength(_network.Info.ParameterBufferLength));
    }

    public override string Name => "NetGen";

    public override ReadOnlySpan<float> Outputs => _outputs;

    public override void ForwardOne() =>
        _network.Forward(_samples.Inputs.AsSpan(0, _samples.InputSize), _outputs.AsSpan(0, _samples.OutputSize));

    public override void ForwardBatch(int batch) =>
        _network.ForwardBatch(_samples.Inputs.AsSpan(0, batch * _samples.InputSize), _outputs.AsSpan(0, batch * _samples.OutputSize));

    public override float TrainStep(UpdateRule rule, float learningRate)
    {
        ReadOnlySpan<float> inputs = _samples.Inputs.AsSpan(0, TrainingBatch * _samples.InputSize);
        ReadOnlySpan<float> targets = _samples.Targets.AsSpan(0, TrainingBatch * (_samples.Targets.Length / Samples.Count));
        float loss = _network.BackwardBatch(inputs, targets, default(TLoss), _gradients.Span, accumulate: false);
        _step++;
        if (rule == UpdateRule.Sgd) _sgd.Update(_network.Parameters, _gradients.Span, [], _step, learningRate);
        else _adam.Update(_network.Parameters, _gradients.Span, _adamState.Span, _step, learningRate);
        return loss;
    }

    public override (float[] Weights, float[] Biases) GetLayer(int index) =>
        (_network.GetTensor($"dense{index + 1}.weight"), _network.GetTensor($"dense{index + 1}.bias"));
}
