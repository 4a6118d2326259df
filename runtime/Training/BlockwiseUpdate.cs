using System;

namespace NetGen;

/// <summary>
/// An update rule with its state, applied block by block, so that several threads can share a step. The state of each block lies apart: the results are
/// the same, whichever thread updates which block. A rule that is not elementwise has one block, of all parameters.
/// </summary>
internal sealed class BlockwiseUpdate<TOptimizer>
    where TOptimizer : IOptimizer
{
    // Large enough that what a rule does once a call does not show, small enough that a few threads get equal parts.
    private const int ElementwiseLength = 8192;

    private readonly TOptimizer _optimizer;
    private readonly int _length;
    private readonly int _stateLength;
    private readonly AlignedBuffer _state;

    public BlockwiseUpdate(TOptimizer optimizer, int parameterCount)
    {
        _optimizer = optimizer;
        _length = optimizer.IsElementwise ? Math.Min(ElementwiseLength, parameterCount) : parameterCount;
        Count = (parameterCount + _length - 1) / _length;
        int beforeLast = (Count - 1) * _length;
        _stateLength = optimizer.StateLength(_length);
        _state = new AlignedBuffer(checked((Count - 1) * _stateLength + optimizer.StateLength(parameterCount - beforeLast)));
    }

    /// <summary>The number of blocks.</summary>
    public int Count { get; }

    /// <summary>The learning rate of the rule.</summary>
    public float LearningRate => _optimizer.LearningRate;

    /// <summary>Applies one step to the parameters of a block.</summary>
    public void Apply(int block, Span<float> parameters, ReadOnlySpan<float> gradients, long step, float learningRate)
    {
        int start = block * _length, length = Math.Min(_length, parameters.Length - start);
        Span<float> state = _state.Span.Slice(block * _stateLength, _optimizer.StateLength(length));
        _optimizer.Update(parameters.Slice(start, length), gradients.Slice(start, length), state, step, learningRate);
    }
}
