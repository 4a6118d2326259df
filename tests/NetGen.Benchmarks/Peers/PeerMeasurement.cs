using System;
using System.Collections.Immutable;
using System.Linq;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Peers;

/// <summary>Something that competitors are timed at.</summary>
/// <param name="Name">What it is.</param>
/// <param name="NeedsTraining">Whether only competitors that train can do it.</param>
/// <param name="OutputSamples">How many samples' outputs are left behind, to be compared.</param>
/// <param name="Run">Runs it so many times.</param>
internal sealed record PeerMeasurement(string Name, bool NeedsTraining, int OutputSamples, Action<Peer, int> Run)
{
    /// <summary>Steps while timing are so small that the work does not change: gradients neither vanish nor grow.</summary>
    public const float LearningRate = 1e-7f;

    public static ImmutableArray<PeerMeasurement> All { get; } =
    [
        new("latency", false, 1, (peer, calls) =>
        {
            for (int call = 0; call < calls; call++) peer.ForwardOne();
        }),
        Batch(32),
        Batch(256),
        Training("training step, SGD", UpdateRule.Sgd),
        Training("training step, Adam", UpdateRule.Adam),
    ];

    /// <summary>Times every competitor that can, in turn; then looks at what they computed.</summary>
    public Timing?[] Race(PeerSet peers, TimeSpan budget)
    {
        Peer[] able = [.. peers.All.Where(peer => peer.CanTrain || !NeedsTraining)];
        Timing[] timings = Measuring.Race.Run(budget, [.. able.Select<Peer, Action<int>>(peer => calls => Run(peer, calls))]);
        Agreement.CheckOutputs(peers, OutputSamples * (peers.All[0].Outputs.Length / Samples.Count));
        var byPeer = able.Zip(timings).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. peers.All.Select(peer => byPeer.TryGetValue(peer, out Timing timing) ? timing : (Timing?)null)];
    }

    private static PeerMeasurement Batch(int batch) => new($"batch of {batch}", false, batch, (peer, calls) =>
    {
        for (int call = 0; call < calls; call++) peer.ForwardBatch(batch);
    });

    private static PeerMeasurement Training(string name, UpdateRule rule) => new(name, true, 0, (peer, calls) =>
    {
        float loss = 0f;
        for (int call = 0; call < calls; call++) loss += peer.TrainStep(rule, LearningRate);
        if (!float.IsFinite(loss)) throw new InvalidOperationException($"The loss of {peer.Name} is {loss / calls}.");
    });
}
