using System;

namespace NetGen.Tests.Training;

/// <summary>Calls back before and after what training does with a network, on the thread that does it.</summary>
internal sealed class WatchedNetwork(INetwork network) : ObservedNetwork(network)
{
    public Action? Before { get; init; }

    public Action? After { get; init; }

    protected override void BeforeBackward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, bool isSingle) => Before?.Invoke();

    protected override void AfterBackward() => After?.Invoke();
}
