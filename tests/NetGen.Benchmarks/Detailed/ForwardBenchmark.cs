using System.Collections.Generic;
using BenchmarkDotNet.Attributes;

namespace NetGen.Benchmarks.Detailed;

/// <summary>Inference.</summary>
public class ForwardBenchmark : PeerBenchmark
{
    /// <summary>All competitors.</summary>
    public static IEnumerable<string> Competitors => Names(trainingOnly: false);

    /// <summary>The name of the competitor.</summary>
    [ParamsSource(nameof(Competitors))]
    public string Competitor { get; set; } = "";

    [GlobalSetup]
    public void SetUp() => SetUp(Competitor);

    [Benchmark]
    public void Latency() => Peer.ForwardOne();

    [Benchmark]
    public void Batch32() => Peer.ForwardBatch(32);

    [Benchmark]
    public void Batch256() => Peer.ForwardBatch(256);
}
