using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using NetGen.Tests.Generated.Networks;
using NetGen.Tests.Infrastructure;

namespace NetGen.Tests.Training;

/// <summary>A short training that can be interrupted and gone on with: three epochs of three batches, unless it stops early.</summary>
internal sealed class CheckpointCase
{
    public const int Epochs = 3;
    private static readonly Sharding s_always = new(MinSamples: 1, MinWork: 1, MinTotalWork: 0);

    private readonly string _rule;
    private readonly bool _hasEverything;
    private readonly int _workers;
    private readonly string _source;
    private readonly Func<LearningRateSchedule?> _schedule = () => null;

    public CheckpointCase(string name)
    {
        Name = name;
        BatchSize = name == "whole batch" ? 1000 : 4;
        _rule = OptimizerCases.Names.Contains(name) ? name : nameof(Adam);
        _hasEverything = name.StartsWith("everything", StringComparison.Ordinal);
        _workers = name.Contains("workers", StringComparison.Ordinal) ? 2 : 1;
        _source = name.Contains("prefetched", StringComparison.Ordinal) ? "prefetched" : name.Contains("source", StringComparison.Ordinal) ? "source" : "";
        if (name == "cosine") _schedule = () => new CosineAnnealing(7).WithWarmup(2);
        if (_hasEverything) _schedule = () => new ReduceOnPlateau(factor: 0.5f, patience: 1, minimumImprovement: 0.5f);
    }

    public static IEnumerable<string> Names =>
    [
        .. OptimizerCases.Names, "cosine", "workers", "source", "source prefetched", "whole batch",
        "everything", "everything with workers", "everything from a source", "everything and stops",
        "noise", "private", "private with noise",
    ];

    public string Name { get; }

    public int BatchSize { get; init; }

    public int Samples { get; init; } = 10;

    /// <summary>The rule that the case is of, or a given one.</summary>
    public IOptimizer Rule { get => field ?? OptimizerCases.Create(_rule); init; }

    public int Seed { get; init; } = 5;

    public static Dataset Data { get; } = Numbers(10, seed: 3);

    /// <summary>Trains a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="checkpoint">Its checkpoints, if there are to be any.</param>
    /// <param name="epochs">The most epochs.</param>
    /// <param name="failAt">The step, from 0, in which the network throws; it is not taken.</param>
    /// <param name="change">Changes the options.</param>
    /// <param name="cancelAt">The step, from 0, in which training is cancelled; it is taken.</param>
    /// <param name="cancellation">What cancels.</param>
    public Outcome Train(
        IrisNetwork network, Checkpointing? checkpoint, int epochs = Epochs, int failAt = int.MaxValue, Func<TrainingOptions, TrainingOptions>? change = null,
        int cancelAt = int.MaxValue, CancellationTokenSource? cancellation = null)
    {
        int calls = 0;
        var failing = new WatchedNetwork(network)
        {
            Before = () =>
            {
                int call = Interlocked.Increment(ref calls);
                if (call > (long)failAt * _workers) throw new TimeZoneNotFoundException("On purpose.");
                if (call > (long)cancelAt * _workers) cancellation!.Cancel();
            },
        };
        var options = new TrainingOptions { Checkpoint = checkpoint, Schedule = _schedule() };
        if (_hasEverything)
        {
            options = options with
            {
                Regularization = new() { L1 = 1e-4f, L2 = 1e-3f, WeightDecay = 0.01f, MaxNorm = 2f },
                Clipping = GradientClipping.ByGlobalNorm(0.1f),
                // The second epoch is the best; or none is better than the first.
                EarlyStopping = Name.Contains("stops", StringComparison.Ordinal)
                    ? new() { Patience = 1, MinImprovement = 10f }
                    : new() { Patience = 10, Metric = epoch => Math.Abs(epoch.Epoch - 2.2f) },
                AveragingDecay = 0.9f,
                Frozen = ["dense1.bias"],
            };
        }

        if (Name.Contains("noise", StringComparison.Ordinal)) options = options with { InputNoise = 0.1f };
        if (Name.Contains("private", StringComparison.Ordinal)) options = options with { Privacy = new() { InsecureSeed = 9 } };
        options = change?.Invoke(options) ?? options;
        Dataset? validation = _hasEverything ? Numbers(10, seed: 4) : null;
        var trainer = new Trainer<INetwork, CrossEntropy, IOptimizer>(failing, Rule, default) { Sharding = s_always };
        CancellationToken token = cancellation?.Token ?? default;
        Dataset data = Data.Slice(0, Samples);
        using PrefetchedSource? ahead = _source == "prefetched" ? new PrefetchedSource(data.AsSource(Seed), bufferSize: 3) : null;
        TrainingReport report = _source.Length == 0
            ? trainer.Fit(data, epochs, BatchSize, validation, Seed, workers: _workers, options: options, cancellationToken: token)
            : trainer.Fit(ahead ?? data.AsSource(Seed), epochs, BatchSize, validation, workers: _workers, options: options, cancellationToken: token);
        int[] weights = Bits(network);
        long step = trainer.Step;

        // What the rule remembers shows in the steps that follow.
        trainer.Fit(Data, 1, BatchSize);
        EpochReport[] history = [.. report.History.Select(epoch => epoch with { Elapsed = default })];
        return new Outcome(weights, Bits(network), history, step, report.StopReason, report.BestEpoch);
    }

    public static int[] Bits(INetwork network) => MemoryMarshal.Cast<float, int>(network.Parameters).ToArray();

    private static Dataset Numbers(int samples, int seed)
    {
        var random = new Random(seed);
        float[] features = [.. Enumerable.Range(0, samples * IrisNetwork.InputSize).Select(_ => random.NextSingle() - 0.5f)];
        return new Dataset(features, IrisNetwork.InputSize, [.. Enumerable.Range(0, samples).Select(i => i % IrisNetwork.OutputSize)]);
    }

    /// <summary>What training came to, and the weights after another epoch.</summary>
    internal sealed record Outcome(int[] Weights, int[] LaterWeights, EpochReport[] History, long Step, StopReason StopReason, int? BestEpoch);
}
