using System;
using System.Collections.Generic;
using System.Collections.Immutable;

namespace NetGen;

/// <summary>
/// What keeps weights small while they are trained, against overfitting: penalties, which are added to the loss; decay; and a bound. They hold for weights,
/// and for biases only where <see cref="IncludesBiases"/> says so. All strengths are 0, and there is no bound, unless told otherwise.
/// </summary>
public sealed record Regularization
{
    private readonly float _l1;
    private readonly float _l2;
    private readonly float _weightDecay;
    private readonly float _maxNorm = float.PositiveInfinity;

    /// <summary>
    /// λ₁ of the penalty λ₁·Σ|w| (Tibshirani, "Regression shrinkage and selection via the lasso", 1996), at least 0. Its gradient is λ₁·sign(w), 0 at w = 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
    public float L1
    {
        get => _l1;
        init => _l1 = Hyperparameter.NotNegative(value, nameof(L1));
    }

    /// <summary>
    /// λ₂ of the penalty ½·λ₂·Σw² (Hoerl and Kennard, "Ridge regression", 1970), at least 0. Its gradient is λ₂·w: what PyTorch's optimisers call
    /// <c>weight_decay</c>, and half of what Keras calls <c>l2</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
    public float L2
    {
        get => _l2;
        init => _l2 = Hyperparameter.NotNegative(value, nameof(L2));
    }

    /// <summary>
    /// λ of decoupled weight decay: before each step w ← w − η·λ·w with the step's learning rate η (Loshchilov and Hutter, "Decoupled weight decay
    /// regularization", 2019), at least 0. It is no part of the loss, and the update rule does not see it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
    public float WeightDecay
    {
        get => _weightDecay;
        init => _weightDecay = Hyperparameter.NotNegative(value, nameof(WeightDecay));
    }

    /// <summary>
    /// The most that the Euclidean norm of the weights into one unit may be, greater than 0: after each step longer ones are scaled back to it (Srivastava et al.,
    /// "Dropout", 2014, section 5.1). Biases have none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not greater than 0.</exception>
    public float MaxNorm
    {
        get => _maxNorm;
        init => _maxNorm = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxNorm), value, $"Expected a number greater than 0, got {value}.");
    }

    /// <summary>Whether penalties and decay hold for biases, too; they do not unless told otherwise.</summary>
    public bool IncludesBiases { get; init; }

    /// <summary>What holds in the place of all of this for single layers, by their names, as in <c>dense1</c>.</summary>
    public ImmutableDictionary<string, Regularization> Layers { get; init; } = ImmutableDictionary<string, Regularization>.Empty;

    /// <summary>
    /// The elastic net α·ρ·Σ|w| + ½·α·(1 − ρ)·Σw² (Zou and Hastie, "Regularization and variable selection via the elastic net", 2005), written as in scikit-learn.
    /// </summary>
    /// <param name="alpha">The strength α, at least 0.</param>
    /// <param name="l1Ratio">The part ρ of L1, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Regularization ElasticNet(float alpha, float l1Ratio)
    {
        Hyperparameter.NotNegative(alpha);
        Hyperparameter.Fraction(l1Ratio);
        return new() { L1 = alpha * l1Ratio, L2 = alpha * (1f - l1Ratio) };
    }

    /// <summary>What holds for a layer.</summary>
    internal Regularization Of(string layer) => Layers.GetValueOrDefault(layer, this);
}
