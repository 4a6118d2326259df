using System;
using System.Linq;
using System.Runtime.CompilerServices;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Peers;

/// <summary>What a C# developer writes first: arrays of weights [outputs, inputs], plain loops, one sample after another.</summary>
internal sealed class ScalarPeer(Workload workload, Samples samples) : Peer
{
    private readonly ScalarLayer[] _layers = [.. workload.Weights().Select(weights => new ScalarLayer(weights))];
    private readonly float[] _outputs = new float[Samples.Count * samples.OutputSize];
    private readonly int _targetSize = samples.Targets.Length / Samples.Count;
    private int _step;

    public override string Name => "scalar C#";

    public override ReadOnlySpan<float> Outputs => _outputs;

    public override void ForwardOne() => ForwardBatch(1);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ForwardBatch(int batch)
    {
        for (int sample = 0; sample < batch; sample++) Forward(sample).CopyTo(_outputs.AsSpan(sample * samples.OutputSize));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float TrainStep(UpdateRule rule, float learningRate)
    {
        _step++;
        float loss = 0f;
        for (int sample = 0; sample < TrainingBatch; sample++)
        {
            Forward(sample);
            ReadOnlySpan<float> target = samples.Targets.AsSpan(sample * _targetSize, _targetSize);
            loss += workload.IsClassifier ? CrossEntropy((int)target[0]) : MeanSquaredError(target);
            for (int index = _layers.Length - 1; index > 0; index--)
                _layers[index].Backward(_layers[index - 1].Output, _layers[index - 1].Delta);
            _layers[0].Backward(Input(sample), []);
        }

        foreach (ScalarLayer layer in _layers) layer.Update(rule, learningRate, _step, 1f / TrainingBatch);
        return loss / TrainingBatch;
    }

    public override (float[] Weights, float[] Biases) GetLayer(int index) => (_layers[index].Weights.Values, _layers[index].Biases.Values);

    private ReadOnlySpan<float> Input(int sample) => samples.Inputs.AsSpan(sample * samples.InputSize, samples.InputSize);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ReadOnlySpan<float> Forward(int sample)
    {
        ReadOnlySpan<float> x = Input(sample);
        foreach (ScalarLayer layer in _layers)
        {
            layer.Forward(x);
            x = layer.Output;
        }

        return x;
    }

    /// <summary>−ln yₖ; the derivative at the logits is y − 1 at k, y elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float CrossEntropy(int label)
    {
        float[] y = _layers[^1].Output, delta = _layers[^1].Delta;
        for (int k = 0; k < y.Length; k++) delta[k] = y[k];
        delta[label] -= 1f;
        return -MathF.Log(y[label]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float MeanSquaredError(ReadOnlySpan<float> target)
    {
        float[] y = _layers[^1].Output, delta = _layers[^1].Delta;
        float sum = 0f;
        for (int k = 0; k < y.Length; k++)
        {
            float error = y[k] - target[k];
            sum += error * error;
            delta[k] = 2f * error / y.Length;
        }

        return sum / y.Length;
    }
}
