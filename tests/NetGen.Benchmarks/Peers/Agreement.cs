using System;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Peers;

/// <summary>Checks that competitors compute the same before they are timed, and still do afterwards.</summary>
internal static class Agreement
{
    /// <summary>The largest difference allowed, relative for values above 1.</summary>
    public const float Tolerance = 1e-5f;

    private const int TrainingSteps = 5;

    // Adam divides each gradient by its own size: rounding decides the step where a gradient is nearly zero, and the step is up to η.
    private const float SgdLearningRate = 1e-2f;
    private const float AdamLearningRate = 1e-4f;

    /// <summary>Checks everything on competitors made for the purpose.</summary>
    public static void CheckAll(Workload workload, Samples samples)
    {
        using (PeerSet peers = PeerSet.Create(workload, samples))
        {
            foreach (int batch in (int[])[1, Peer.TrainingBatch, Samples.Count])
            {
                foreach (Peer peer in peers.All)
                {
                    if (batch == 1) peer.ForwardOne();
                    else peer.ForwardBatch(batch);
                }

                CheckOutputs(peers, batch * samples.OutputSize);
            }
        }

        foreach (UpdateRule rule in Enum.GetValues<UpdateRule>()) CheckTraining(workload, samples, rule);
    }

    /// <summary>Checks that the competitors hold the same outputs.</summary>
    public static void CheckOutputs(PeerSet peers, int count)
    {
        foreach (Peer peer in peers.All) Compare("output", peers.All[0], peers.All[0].Outputs[..count], peer, peer.Outputs[..count]);
    }

    private static void CheckTraining(Workload workload, Samples samples, UpdateRule rule)
    {
        using PeerSet peers = PeerSet.Create(workload, samples);
        float[] expected = Train(peers.All[0], rule);
        foreach (Peer peer in peers.All)
        {
            if (!peer.CanTrain || peer == peers.All[0]) continue;
            Compare($"{rule} loss", peers.All[0], expected, peer, Train(peer, rule));
            for (int layer = 0; layer < workload.Activations.Length; layer++)
            {
                (float[] weights, float[] biases) = peer.GetLayer(layer);
                (float[] expectedWeights, float[] expectedBiases) = peers.All[0].GetLayer(layer);
                Compare($"{rule} weight", peers.All[0], expectedWeights, peer, weights);
                Compare($"{rule} bias", peers.All[0], expectedBiases, peer, biases);
            }
        }
    }

    private static float[] Train(Peer peer, UpdateRule rule)
    {
        float[] losses = new float[TrainingSteps];
        foreach (ref float loss in losses.AsSpan()) loss = peer.TrainStep(rule, rule == UpdateRule.Sgd ? SgdLearningRate : AdamLearningRate);
        return losses;
    }

    private static void Compare(string what, Peer first, ReadOnlySpan<float> expected, Peer second, ReadOnlySpan<float> actual)
    {
        if (expected.Length != actual.Length) throw new InvalidOperationException($"{second.Name} has {actual.Length} values of {what}, {first.Name} {expected.Length}.");
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(MathF.Abs(expected[i] - actual[i]) <= Tolerance * MathF.Max(1f, MathF.Abs(expected[i]))))
                throw new InvalidOperationException($"{what} {i} is {expected[i]} for {first.Name}, {actual[i]} for {second.Name}.");
        }
    }
}
