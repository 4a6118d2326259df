using System;
using System.Collections.Generic;
using System.Linq;
using NetGen;

namespace Activations;

/// <summary>A task, on which several pairs of a last activation and a loss are tried.</summary>
/// <param name="name">What is predicted.</param>
/// <param name="measure">What it is measured by.</param>
/// <param name="score">Measures a network on the samples of the test.</param>
internal sealed class OutputTask(string name, string measure, Func<INetwork, float> score)
{
    /// <summary>The epochs after which the network is measured for the first and the last time.</summary>
    public const int FewEpochs = 5, AllEpochs = 60;

    private static readonly int[] _seeds = [0, 1, 2, 3, 4];

    /// <summary>What is predicted.</summary>
    public string Name => name;

    /// <summary>What it is measured by.</summary>
    public string Measure => measure;

    /// <summary>The pairs that have been tried, the advice on them, and the scores of the seeds.</summary>
    public List<(Activation Activation, string Loss, string Advice, (float Early, float Late)[] Scores)> Results { get; } = [];

    /// <summary>Trains a network from each seed.</summary>
    public void Try<TNetwork, TLoss>(Func<int, TNetwork> create, Func<TNetwork, Trainer<TNetwork, TLoss, Adam>> train, Dataset training, string advice = "")
        where TNetwork : class, INetwork
        where TLoss : struct, ILoss
    {
        (float Early, float Late)[] scores = [.. _seeds.Select(seed =>
        {
            TNetwork network = create(seed);
            Trainer<TNetwork, TLoss, Adam> trainer = train(network);
            trainer.Fit(training, FewEpochs, seed: seed);
            float early = score(network);
            trainer.Fit(training, AllEpochs - FewEpochs, seed: seed + 1);
            return (early, score(network));
        })];
        Results.Add((create(0).Info.OutputActivation, typeof(TLoss).Name, advice, scores));
    }
}
