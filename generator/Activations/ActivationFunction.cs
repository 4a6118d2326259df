using System;
using NetGen.Generator.Model;

namespace NetGen.Generator.Activations;

/// <summary>An activation f: how it is spelt in formulas, and the vector code of f and f′.</summary>
/// <param name="Name">The member of the runtime's <c>Activation</c>.</param>
/// <param name="Formula">Its name in formulas: <c>tanh</c>.</param>
/// <param name="Initializer">How weights start under <c>Initializer.Auto</c>: the advice of the paper behind the activation.</param>
/// <param name="Forward">f(z), from the expressions of z and of α; of a row-wise function, the call that applies it to rows, from the arguments that say which.</param>
/// <param name="Backward">dL/dz, from the expressions of dL/df, of what f′ is computed from and of α; of a row-wise function, the call that does it to a row.</param>
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

    /// <summary>The statement that applies a row-wise function to so many rows of a layer's output, in place.</summary>
    public string ApplyToRows(ValuePlan output, string place, string rows) => $"{Forward($"ref {place}, {output.Shape.Count}, {output.RowStride}, {rows}", "")};";

    /// <summary>The statement that makes dL/dz of dL/dy, in place, for one row y of a row-wise function.</summary>
    public string DifferentiateRow(ValuePlan output, string y, string gradient) => $"{Backward($"ref {gradient}, {output.Shape.Count}", $"ref {y}", "")};";
}

/// <summary>The parameter of an activation.</summary>
internal sealed record AlphaRange(float Default, float Least, float Most, string Text);
