using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using NetGen.Benchmarks.Peers;

namespace NetGen.Benchmarks.Detailed;

/// <summary>A training step.</summary>
public class TrainingBenchmark : PeerBenchmark
{
    /// <summary>The competitors that train.</summary>
    public static IEnumerable<string> Competitors => Names(trainingOnly: true);

    /// <summary>The name of the competitor.</summary>
    [ParamsSource(nameof(Competitors))]
    public string Competitor { get; set; } = "";

    [GlobalSetup]
    public void SetUp() => SetUp(Competitor);

    [Benchmark]
    public float Sgd() => Peer.TrainStep(UpdateRule.Sgd, PeerMeasurement.LearningRate);

    [Benchmark]
    public float Adam() => Peer.TrainStep(UpdateRule.Adam, PeerMeasurement.LearningRate);
}
