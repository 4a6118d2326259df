using System;

namespace NetGen;

/// <summary>An update rule of gradient descent, over flat spans: it knows neither layers nor shapes.</summary>
public interface IOptimizer
{
    /// <summary>The learning rate that the rule was made with.</summary>
    float LearningRate { get; }

    /// <summary>
    /// Whether a parameter's update depends on its own gradient and state alone. Then a trainer may update parts of the parameters, each with state of
    /// its own, and several at once from different threads. False, unless the rule says otherwise: it sees all parameters in one call.
    /// </summary>
    bool IsElementwise => false;

    /// <summary>The floats of state the rule keeps for so many parameters; they start as zeros.</summary>
    /// <param name="parameterCount">The length of the parameters.</param>
    int StateLength(int parameterCount);

    /// <summary>Applies one step.</summary>
    /// <param name="parameters">The parameters, updated in place.</param>
    /// <param name="gradients">dL/dparameters, of the same length.</param>
    /// <param name="state">The rule's own memory, of <see cref="StateLength"/> floats, updated in place.</param>
    /// <param name="step">The number of this step, from 1.</param>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step, float learningRate);
}
