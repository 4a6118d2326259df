using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Attributes;
using NetGen.Benchmarks.Peers;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Detailed;

/// <summary>One competitor on one workload under BenchmarkDotNet, which derives classes of this and wants them public.</summary>
[MemoryDiagnoser]
[DisassemblyDiagnoser(maxDepth: 4)]
public abstract class PeerBenchmark
{
    private PeerSet? _peers;

    /// <summary>The names of the workloads.</summary>
    public static IEnumerable<string> Networks => Workload.All.Select(workload => workload.Id);

    /// <summary>The name of the workload.</summary>
    [ParamsSource(nameof(Networks))]
    public string Network { get; set; } = "";

    private protected Peer Peer { get; private set; } = null!;

    [GlobalCleanup]
    public void CleanUp() => _peers!.Dispose();

    private protected void SetUp(string competitor)
    {
        _peers = Create(Network);
        Peer = _peers.All.Single(peer => peer.Name == competitor);
    }

    private protected static IEnumerable<string> Names(bool trainingOnly)
    {
        using PeerSet peers = Create(Networks.First());
        return [.. peers.All.Where(peer => peer.CanTrain || !trainingOnly).Select(peer => peer.Name)];
    }

    private static PeerSet Create(string network)
    {
        Workload workload = Workload.Find(network);
        return PeerSet.Create(workload, new Samples(workload));
    }
}
