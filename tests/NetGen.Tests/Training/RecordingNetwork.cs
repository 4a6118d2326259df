using System;
using System.Collections.Generic;

namespace NetGen.Tests.Training;

/// <summary>Keeps what a network was trained with, by whichever threads.</summary>
internal sealed class RecordingNetwork(INetwork network) : ObservedNetwork(network)
{
    public List<(float[] Inputs, float[] Targets, bool IsSingle)> Batches { get; } = [];

    public Action<int>? BeforeBatch { get; init; }

    protected override void BeforeBackward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, bool isSingle)
    {
        BeforeBatch?.Invoke(Batches.Count);
        lock (Batches) Batches.Add((inputs.ToArray(), targets.ToArray(), isSingle));
    }
}
