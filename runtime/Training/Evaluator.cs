using System;

namespace NetGen;

/// <summary>Computes a network's outputs for a data set, chunk by chunk, in one buffer that is kept.</summary>
internal sealed class Evaluator
{
    private const int ChunkSamples = 256;

    private readonly INetwork _network;
    private readonly NetworkInfo _info;
    private readonly AlignedBuffer _outputs;
    private readonly float[] _outputGradient;

    public Evaluator(INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        (_network, _info) = (network, network.Info);
        _outputs = new AlignedBuffer(checked(ChunkSamples * _info.OutputSize));
        _outputGradient = new float[_info.OutputSize];
    }

    /// <summary>Refuses a data set the network cannot compute, or one without samples.</summary>
    public static void RequireSamples(Dataset data, NetworkInfo info, string parameter)
    {
        ArgumentNullException.ThrowIfNull(data, parameter);
        if (data.Count == 0) throw new ArgumentException("The data set has no samples.", parameter);
        if (data.IsWeighted && !data.Weights.ContainsAnyExcept(0f)) throw new ArgumentException("The weights of all samples are 0.", parameter);
        RequireFeatures(data.FeatureCount, info, parameter);
    }

    /// <summary>Refuses a source whose samples the network cannot compute, or whose targets are of a length that the loss does not take.</summary>
    public static void RequireSizes<TLoss>(ISampleSource source, NetworkInfo info, string parameter)
        where TLoss : struct, ILoss
    {
        ArgumentNullException.ThrowIfNull(source, parameter);
        RequireFeatures(source.FeatureCount, info, parameter);
        RequireTargetSize<TLoss>(source.TargetSize, info, parameter);
        if (source.SampleCount <= 0) throw new ArgumentException("The source has no samples.", parameter);
    }

    /// <summary>Refuses a data set whose targets the loss does not take.</summary>
    public static void RequireTargets<TLoss>(Dataset data, NetworkInfo info, string parameter)
        where TLoss : struct, ILoss
    {
        RequireTargetSize<TLoss>(data.TargetSize, info, parameter);
        for (int i = 0; i < data.Count; i++)
        {
            try
            {
                TLoss.CheckTarget(data.Target(i), info.OutputSize);
            }
            catch (ArgumentException exception)
            {
                throw new ArgumentException($"{typeof(TLoss).Name} does not take the target of sample {i}: {exception.Message}", parameter, exception);
            }
        }
    }

    /// <summary>The outputs of the samples from <paramref name="start"/> on, as many as one chunk holds; valid until the next call.</summary>
    public ReadOnlySpan<float> Forward(Dataset data, int start)
    {
        int count = Math.Min(ChunkSamples, data.Count - start);
        Span<float> outputs = _outputs.Span[..(count * _info.OutputSize)];
        _network.ForwardBatch(data.Features.Slice(start * data.FeatureCount, count * data.FeatureCount), outputs);
        return outputs;
    }

    /// <summary>
    /// The mean loss by the weights of the samples, unless <paramref name="withLoss"/> is false, and the accuracy, unless there are no classes: both in one
    /// pass.
    /// </summary>
    public (float? Loss, float? Accuracy) Evaluate<TLoss>(Dataset data, TLoss loss, bool withLoss, int[]? classes)
        where TLoss : struct, ILoss
    {
        double lossSum = 0, weightSum = 0;
        int correct = 0, size = _info.OutputSize;
        for (int start = 0; start < data.Count; start += ChunkSamples)
        {
            ReadOnlySpan<float> outputs = Forward(data, start);
            for (int i = 0; i < outputs.Length / size; i++)
            {
                ReadOnlySpan<float> output = outputs.Slice(i * size, size);
                double weight = data.IsWeighted ? data.Weights[start + i] : 1;
                weightSum += weight;
                if (withLoss) lossSum += weight * Loss(loss, output, data.Target(start + i));
                if (classes is not null && ClassDecision.Of(output, _info.OutputActivation) == classes[start + i]) correct++;
            }
        }

        return (withLoss ? (float)(lossSum / weightSum) : null, classes is null ? null : (float)correct / data.Count);
    }

    private static void RequireFeatures(int count, NetworkInfo info, string parameter)
    {
        if (count != info.InputSize) throw new ArgumentException($"The samples have {count} features, and {info.Name} takes {info.InputSize}.", parameter);
    }

    private static void RequireTargetSize<TLoss>(int size, NetworkInfo info, string parameter)
        where TLoss : struct, ILoss
    {
        if (!TLoss.AcceptsTargetSize(info.OutputSize, size))
            throw new ArgumentException($"{typeof(TLoss).Name} takes no targets of {size} values for the {info.OutputSize} outputs of {info.Name}.", parameter);
    }

    private float Loss<TLoss>(TLoss loss, ReadOnlySpan<float> output, ReadOnlySpan<float> target)
        where TLoss : struct, ILoss
    {
        // Where nothing follows the logits, they are the outputs; and log-probabilities are logits too, as log-softmax does not change them.
        Activation activation = _info.OutputActivation;
        return activation is Activation.Identity or Activation.LogSoftmax && TLoss.IsFusedWith(activation)
            ? loss.EvaluateLogits(output, target, _outputGradient)
            : loss.Evaluate(output, target, _outputGradient);
    }
}
