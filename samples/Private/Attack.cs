using System;
using System.Linq;
using NetGen;

namespace PrivateTraining;

/// <summary>
/// Who knows a network and an image may guess whether it has learnt from that image: its loss is then less (Yeom et al., "Privacy risk in machine learning: analyzing the connection
/// to overfitting", 2018).
/// </summary>
internal static class Attack
{
    /// <summary>
    /// The largest difference between the part of the known images and the part of the unknown ones with a loss below any bound: the advantage over guessing, 0 where nothing
    /// can be told, 1 where everything can.
    /// </summary>
    public static double Advantage(INetwork network, Dataset known, Dataset unknown)
    {
        var losses = Losses(network, known).Select(loss => (Loss: loss, IsKnown: true)).Concat(Losses(network, unknown).Select(loss => (Loss: loss, IsKnown: false)));
        double advantage = 0, difference = 0;
        foreach (var equal in losses.GroupBy(loss => loss.Loss).OrderBy(group => group.Key))
        {
            difference += equal.Sum(loss => loss.IsKnown ? 1.0 / known.Count : -1.0 / unknown.Count);
            advantage = Math.Max(advantage, difference);
        }

        return advantage;
    }

    private static float[] Losses(INetwork network, Dataset data)
    {
        float[] losses = new float[data.Count], output = new float[network.Info.OutputSize];
        for (int i = 0; i < losses.Length; i++)
        {
            network.Forward(data.Sample(i), output);
            losses[i] = -MathF.Log(Math.Max(output[data.Label(i)], float.Epsilon));
        }

        return losses;
    }
}
