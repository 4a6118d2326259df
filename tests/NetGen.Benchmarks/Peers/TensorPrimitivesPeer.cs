using System;
using System.Linq;
using System.Numerics.Tensors;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Peers;

/// <summary>
/// What a careful C# developer writes: <see cref="TensorPrimitives"/> over rows of weights [outputs, inputs], all buffers reused, samples in blocks
/// that stay in the first cache while a row of weights meets all of them.
/// </summary>
internal sealed class TensorPrimitivesPeer(Workload workload, Samples samples) : Peer
{
    private const int BlockSize = 16;

    private readonly TensorPrimitivesLayer[] _layers = [.. workload.Weights().Select(weights => new TensorPrimitivesLayer(weights, BlockSize))];
    private readonly float[] _outputs = new float[Samples.Count * samples.OutputSize];
    private readonly int _targetSize = samples.Targets.Length / Samples.Count;
    private int _step;

    public override string Name => "TensorPrimitives";

    public override ReadOnlySpan<float> Outputs => _outputs;

    public override void ForwardOne() => ForwardBlock(0, 1).CopyTo(_outputs);

    public override void ForwardBatch(int batch)
    {
        for (int start = 0; start < batch; start += BlockSize)
            ForwardBlock(start, BlockSize).CopyTo(_outputs.AsSpan(start * samples.OutputSize));
    }

    public override float TrainStep(UpdateRule rule, float learningRate)
    {
        _step++;
        float loss = 0f;
        for (int start = 0; start < TrainingBatch; start += BlockSize)
        {
            ForwardBlock(start, BlockSize);
            for (int sample = 0; sample < BlockSize; sample++)
            {
                ReadOnlySpan<float> target = samples.Targets.AsSpan((start + sample) * _targetSize, _targetSize);
                loss += workload.IsClassifier ? CrossEntropy(sample, (int)target[0]) : MeanSquaredError(sample, target);
            }

            for (int index = _layers.Length - 1; index > 0; index--)
                _layers[index].Backward(_layers[index - 1].Outputs, _layers[index - 1].Deltas, BlockSize);
            _layers[0].Backward(Inputs(start, BlockSize), [], BlockSize);
        }

        foreach (TensorPrimitivesLayer layer in _layers) layer.Update(rule, learningRate, _step);
        return loss / TrainingBatch;
    }

    public override (float[] Weights, float[] Biases) GetLayer(int index) => (_layers[index].Weights.Values, _layers[index].Biases.Values);

    private ReadOnlySpan<float> Inputs(int start, int count) => samples.Inputs.AsSpan(start * samples.InputSize, count * samples.InputSize);

    private ReadOnlySpan<float> ForwardBlock(int start, int count)
    {
        ReadOnlySpan<float> x = Inputs(start, count);
        foreach (TensorPrimitivesLayer layer in _layers)
        {
            layer.Forward(x, count);
            x = layer.Outputs.AsSpan(0, count * layer.OutputSize);
        }

        return x;
    }

    /// <summary>−ln yₖ; the derivative of the mean loss at the logits is (y − 1) / batch at k, y / batch elsewhere.</summary>
    private float CrossEntropy(int sample, int label)
    {
        ReadOnlySpan<float> y = _layers[^1].OutputOf(sample);
        Span<float> delta = _layers[^1].DeltaOf(sample);
        y.CopyTo(delta);
        delta[label] -= 1f;
        TensorPrimitives.Multiply(delta, 1f / TrainingBatch, delta);
        return -MathF.Log(y[label]);
    }

    private float MeanSquaredError(int sample, ReadOnlySpan<float> target)
    {
        Span<float> delta = _layers[^1].DeltaOf(sample);
        TensorPrimitives.Subtract(_layers[^1].OutputOf(sample), target, delta);
        float sum = TensorPrimitives.SumOfSquares<float>(delta);
        TensorPrimitives.Multiply(delta, 2f / (delta.Length * TrainingBatch), delta);
        return sum / delta.Length;
    }
}
