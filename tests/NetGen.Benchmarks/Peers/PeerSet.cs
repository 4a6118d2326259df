using System;
using System.Collections.Immutable;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Peers;

/// <summary>All competitors of a workload, NetGen first.</summary>
internal sealed class PeerSet : IDisposable
{
    private PeerSet(ImmutableArray<Peer> peers) => All = peers;

    public ImmutableArray<Peer> All { get; }

    public static PeerSet Create(Workload workload, Samples samples) => new(
    [
        workload.IsClassifier ? new NetGenPeer<CrossEntropy>(workload, samples) : new NetGenPeer<MeanSquaredError>(workload, samples),
        new ScalarPeer(workload, samples),
        new TensorPrimitivesPeer(workload, samples),
        new OnnxRuntimePeer(workload, samples),
#if TORCHSHARP
        new TorchSharpPeer(workload, samples),
#endif
    ]);

    public void Dispose()
    {
        foreach (Peer peer in All) peer.Dispose();
    }
}
