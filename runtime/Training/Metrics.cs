using System;

namespace NetGen;

/// <summary>How well a network does on samples it is given. Each method computes all outputs once, in chunks, and keeps none.</summary>
public static class Metrics
{
    /// <summary>
    /// The accuracy: the part of the samples for which the network decides rightly, from 0 to 1. The decision is that of <see cref="INetwork.Predict"/>;
    /// an output that is NaN counts as wrong.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="data">
    /// The samples, at least one. Their targets name classes: for a network of one output, 0 and 1 or −1 and 1; for one of several outputs, a class
    /// index or a one-hot vector.
    /// </param>
    /// <exception cref="ArgumentException">The samples do not fit the network, or the targets are not classes of it.</exception>
    public static float Accuracy(this INetwork network, Dataset data)
    {
        var evaluator = new Evaluator(network);
        int[] classes = RequireClasses(network, data);
        return evaluator.Evaluate(data, default(NoLoss), withLoss: false, classes).Accuracy!.Value;
    }

    /// <summary>The confusion matrix: how often samples of each class are decided for each class.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples, as for <see cref="Accuracy"/>.</param>
    /// <param name="labels">The names of the classes, one each, of which a network of one output has two; their numbers, if left out.</param>
    /// <exception cref="ArgumentException">As for <see cref="Accuracy"/>, or an output is NaN, or the number of names is another.</exception>
    public static ConfusionMatrix ConfusionMatrix(this INetwork network, Dataset data, params ReadOnlySpan<string> labels)
    {
        var evaluator = new Evaluator(network);
        int[] classes = RequireClasses(network, data);
        int size = network.Info.OutputSize;
        var matrix = new ConfusionMatrix(Math.Max(2, size), labels);
        int sample = 0;
        while (sample < data.Count)
        {
            for (ReadOnlySpan<float> outputs = evaluator.Forward(data, sample); outputs.Length > 0; outputs = outputs[size..], sample++)
            {
                int predicted = ClassDecision.Of(outputs[..size], network.Info.OutputActivation);
                if (predicted < 0) throw new ArgumentException($"An output of sample {sample} is NaN.", nameof(data));
                matrix.Add(classes[sample], predicted);
            }
        }

        return matrix;
    }

    /// <summary>The mean loss of the samples, Σ wᵢ·Lᵢ / Σ wᵢ if they have weights.</summary>
    /// <typeparam name="TLoss">The loss.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples, at least one, with targets that the loss takes.</param>
    /// <param name="loss">The loss.</param>
    /// <exception cref="ArgumentException">The samples do not fit the network, or the targets do not fit the loss.</exception>
    public static float MeanLoss<TLoss>(this INetwork network, Dataset data, TLoss loss = default)
        where TLoss : struct, ILoss
    {
        var evaluator = new Evaluator(network);
        Evaluator.RequireSamples(data, network.Info, nameof(data));
        ClassDecision.RequireLabelsInRange(data, network.Info, nameof(data));
        Evaluator.RequireTargets<TLoss>(data, network.Info, nameof(data));
        return evaluator.Evaluate(data, loss, withLoss: true, classes: null).Loss!.Value;
    }

    /// <summary>
    /// The coefficient of determination R² = 1 − Σ(t − y)² / Σ(t − t̄)² of regression, with t̄ the mean of the targets: 1 where every output is right,
    /// 0 for what the mean would do, negative for less. An output whose targets are all equal counts as 1 if it is always right, else as 0. With several
    /// outputs, the mean of theirs. These are the conventions of scikit-learn's <c>r2_score</c>.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples, at least one, with one target value for each output.</param>
    /// <exception cref="ArgumentException">The samples or targets do not fit the network.</exception>
    public static float RSquared(this INetwork network, Dataset data)
    {
        var evaluator = new Evaluator(network);
        NetworkInfo info = network.Info;
        Evaluator.RequireSamples(data, info, nameof(data));
        int size = info.OutputSize;
        if (data.TargetSize != size)
            throw new ArgumentException($"The targets have {data.TargetSize} values, and {info.Name} has {size} outputs.", nameof(data));

        ReadOnlySpan<float> targets = data.Targets;
        double[] mean = new double[size], residual = new double[size], total = new double[size];
        for (int i = 0; i < targets.Length; i++) mean[i % size] += (double)targets[i] / data.Count;
        int position = 0;
        while (position < targets.Length)
        {
            foreach (float output in evaluator.Forward(data, position / size))
            {
                int k = position % size;
                double error = targets[position] - (double)output, deviation = targets[position] - mean[k];
                residual[k] += error * error;
                total[k] += deviation * deviation;
                position++;
            }
        }

        double sum = 0;
        for (int k = 0; k < size; k++)
        {
            if (IsConstant(targets, k, size)) sum += residual[k] == 0 ? 1 : double.IsNaN(residual[k]) ? double.NaN : 0;
            else sum += 1 - residual[k] / total[k];
        }

        return (float)(sum / size);
    }

    private static bool IsConstant(ReadOnlySpan<float> targets, int column, int columns)
    {
        for (int i = column; i < targets.Length; i += columns)
            if (targets[i] != targets[column]) return false;
        return true;
    }

    private static int[] RequireClasses(INetwork network, Dataset data)
    {
        Evaluator.RequireSamples(data, network.Info, nameof(data));
        ClassDecision.RequireLabelsInRange(data, network.Info, nameof(data));
        return ClassDecision.ReadTargets(data, network.Info.OutputSize) ?? throw new ArgumentException(
            network.Info.OutputSize == 1
                ? $"The targets must be classes: 0 and 1, or −1 and 1, for the one output of {network.Info.Name}."
                : $"The targets must be classes: an index below {network.Info.OutputSize}, or a one-hot vector of {network.Info.OutputSize} values.",
            nameof(data));
    }

    private readonly struct NoLoss : ILoss
    {
        public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient) => 0f;
    }
}
