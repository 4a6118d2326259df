using System;

namespace NetGen.Benchmarks.Workloads;

/// <summary>A network with buffers for one batch, and its calls as bodies of a race.</summary>
internal sealed class NetworkBodies
{
    private readonly INetwork _network;
    private readonly float[] _inputs;
    private readonly float[] _outputs;
    private readonly float[] _outputGradients;
    private readonly AlignedBuffer _gradients;
    private readonly Sgd _sgd = new(learningRate: 1e-7f);

    public NetworkBodies(INetwork network, int batch)
    {
        NetworkInfo info = network.Info;
        _network = network;
        _inputs = Random(batch * info.InputSize);
        _outputs = new float[batch * info.OutputSize];
        _outputGradients = Random(batch * info.OutputSize);
        _gradients = new AlignedBuffer(info.ParameterBufferLength);
    }

    /// <summary>The first sample alone.</summary>
    public void ForwardOne(int calls)
    {
        ReadOnlySpan<float> input = _inputs.AsSpan(0, _network.Info.InputSize);
        Span<float> output = _outputs.AsSpan(0, _network.Info.OutputSize);
        for (int call = 0; call < calls; call++) _network.Forward(input, output);
    }

    public void ForwardBatch(int calls)
    {
        for (int call = 0; call < calls; call++) _network.ForwardBatch(_inputs, _outputs);
    }

    /// <summary>The gradient of the parameters from given dL/doutputs.</summary>
    public void Backward(int calls)
    {
        for (int call = 0; call < calls; call++) _network.BackwardBatch(_inputs, _outputGradients, _gradients.Span, accumulate: false);
    }

    /// <summary>The same of one sample.</summary>
    public void BackwardOne(int calls)
    {
        ReadOnlySpan<float> input = _inputs.AsSpan(0, _network.Info.InputSize), gradient = _outputGradients.AsSpan(0, _network.Info.OutputSize);
        for (int call = 0; call < calls; call++) _network.Backward(input, gradient, _gradients.Span, accumulate: false);
    }

    /// <summary>The gradient of the parameters, and a small step of gradient descent along it.</summary>
    public void TrainingStep(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            _network.BackwardBatch(_inputs, _outputGradients, _gradients.Span, accumulate: false);
            _sgd.Update(_network.Parameters, _gradients.Span, [], 1, _sgd.LearningRate);
        }
    }

    private static float[] Random(int count)
    {
        var random = new Random(1);
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan()) value = random.NextSingle() - 0.5f;
        return values;
    }
}
