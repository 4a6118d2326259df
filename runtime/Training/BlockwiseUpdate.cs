using System;

namespace NetGen;

/// <summary>
/// An update rule with its state, applied block by block, so that several threads can share a step. The state of each block lies apart: the results are
/// the same, whichever thread updates which block. A rule that is not elementwise has one block, of all parameters.
/// </summary>
internal sealed class BlockwiseUpdate<TOptimizer>
    where TOptimizer : IOptimizer
{
    private readonly TOptimizer _optimizer;
    private readonly int _parameterCount;
    private readonly int _length;
    private readonly int _stateLength;

    public BlockwiseUpdate(TOptimizer optimizer, int parameterCount)
    {
        (_optimizer, _parameterCount) = (optimizer, parameterCount);
        _length = optimizer.IsElementwise ? Math.Min(BlockwiseUpdate.MaxLength, parameterCount) : parameterCount;
        Count = (parameterCount + _length - 1) / _length;
        _stateLength = optimizer.StateLength(_length);
        (int lastStart, int lastEnd) = Bounds(Count - 1);
        State = new OptimizerState(checked((Count - 1) * _stateLength + optimizer.StateLength(lastEnd - lastStart)));
    }

    /// <summary>The same rule with a state as at the start.</summary>
    public BlockwiseUpdate<TOptimizer> Restarted() => new(_optimizer, _parameterCount);

    /// <summary>The number of blocks.</summary>
    public int Count { get; }

    /// <summary>The state of all blocks, one after another.</summary>
    public OptimizerState State { get; }

    /// <summary>The rule and its numbers, if it tells them.</summary>
    public string Description => _optimizer.ToString() ?? "";

    /// <summary>The learning rate of the rule.</summary>
    public float LearningRate => _optimizer.LearningRate;

    /// <summary>Where the parameters of a block start and end.</summary>
    public (int Start, int End) Bounds(int block)
    {
        int start = block * _length;
        return (start, start + Math.Min(_length, _parameterCount - start));
    }

    /// <summary>Applies one step to the parameters of a block, given them and their gradients.</summary>
    public void Apply(int block, Span<float> parameters, ReadOnlySpan<float> gradients, long step, float learningRate)
    {
        Span<float> state = State.Span.Slice(block * _stateLength, _optimizer.StateLength(parameters.Length));
        _optimizer.Update(parameters, gradients, state, step, learningRate);
    }
}

/// <summary>What is the same for all rules.</summary>
internal static class BlockwiseUpdate
{
    /// <summary>
    /// The parameters of a block, at most, if there are several: many enough that what a rule does once a call does not show, few enough that threads get
    /// equal parts, and in the first cache.
    /// </summary>
    public const int MaxLength = 8192;
}
