using System;

namespace NetGen.Generator.Activations;

/// <summary>An activation f: how it is spelt in formulas, and the vector code of f and f′.</summary>
/// <param name="Name">The member of the runtime's <c>Activation</c>.</param>
/// <param name="Formula">Its name in formulas: <c>tanh</c>.</param>
/// <param name="Initializer">How weights start under <c>Initializer.Auto</c>: the advice of the paper behind the activation.</param>
/// <param name="Forward">f(z), from the expressions of z and of α; of a row-wise function, the name of its method.</param>
/// <param name="Backward">dL/dz, from the expressions of dL/df, of what f′ is computed from and of α; of a row-wise function, the name of its method.</param>
internal sealed record ActivationFunction(
    string Name,
    string Formula,
    string Initializer,
    Func<string, string, string> Forward,
    Func<string, string, string, string> Backward)
{
    /// <summary>Whether f mixes the whole row, as softmax does.</summary>
    public bool IsRowWise { get; init; }

    /// <summary>Whether f′ is computed from z; otherwise it is from f(z), which is kept anyway.</summary>
    public bool DerivativeNeedsLogits { get; init; }

    /// <summary>Whether f takes a handful of instructions, and so goes into the epilogue of a register tile.</summary>
    public bool IsCheap { get; init; }

    /// <summary>The value of α unless it is given, and its bounds; null if there is no α.</summary>
    public AlphaRange? Alpha { get; init; }

    public bool IsIdentity => Name == "Identity";
}

/// <summary>The parameter of an activation.</summary>
internal sealed record AlphaRange(float Default, float Least, float Most, string Text);
