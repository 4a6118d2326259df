using System;
using System.Collections.Generic;
using System.Linq;
using NetGen;

namespace Fitting;

/// <summary>What training came to: a network's losses and accuracies on what it has learnt and on what it has not, the means of some seeds.</summary>
/// <param name="TrainingLoss">Cross-entropy on the training images.</param>
/// <param name="TestLoss">Cross-entropy on the test images.</param>
/// <param name="TrainingAccuracy">The part of the training images that are recognised.</param>
/// <param name="TestAccuracy">The part of the test images that are recognised.</param>
/// <param name="Curve">The test loss after each epoch of the first seed.</param>
internal sealed record Outcome(float TrainingLoss, float TestLoss, float TrainingAccuracy, float TestAccuracy, IReadOnlyList<float> Curve);

/// <summary>A network, its data and its training, for several seeds.</summary>
internal static class Experiment
{
    private const int BatchSize = 32;

    private static readonly int[] s_seeds = [0, 1, 2, 3, 4];

    /// <summary>Trains with cross-entropy.</summary>
    public static Outcome Run<TNetwork>(
        Func<int, TNetwork> create, Dataset training, Dataset test, int epochs, float learningRate = 1e-3f, TrainingOptions? options = null, float labelSmoothing = 0f)
        where TNetwork : class, INetwork
    {
        Outcome[] outcomes = [.. s_seeds.Select(seed => Run(create(seed), training, test, epochs, learningRate, options, labelSmoothing, seed))];
        return new Outcome(
            outcomes.Average(outcome => outcome.TrainingLoss), outcomes.Average(outcome => outcome.TestLoss),
            outcomes.Average(outcome => outcome.TrainingAccuracy), outcomes.Average(outcome => outcome.TestAccuracy), outcomes[0].Curve);
    }

    private static Outcome Run<TNetwork>(
        TNetwork network, Dataset training, Dataset test, int epochs, float learningRate, TrainingOptions? options, float labelSmoothing, int seed)
        where TNetwork : class, INetwork
    {
        // Early stopping watches a part of the training images that is kept from training; the test images take part in nothing.
        (Dataset learning, Dataset watched) = options?.EarlyStopping is null ? (training, test) : training.StratifiedSplit(0.2f, seed);
        TrainingReport report = labelSmoothing > 0
            ? Trainer.Create(network, new Adam(learningRate), new SmoothedCrossEntropy(labelSmoothing)).Fit(learning, epochs, BatchSize, watched, seed, options: options)
            : Trainer.Create(network, new Adam(learningRate), new CrossEntropy()).Fit(learning, epochs, BatchSize, watched, seed, options: options);
        var judge = Trainer.Create(network, new Sgd(learningRate), new CrossEntropy());
        Evaluation known = judge.Evaluate(training), unknown = judge.Evaluate(test);
        return new Outcome(known.Loss, unknown.Loss, known.Accuracy!.Value, unknown.Accuracy!.Value, [.. report.History.Select(epoch => epoch.ValidationLoss!.Value)]);
    }
}
