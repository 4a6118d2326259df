using System.Collections.Generic;
using System.Linq;

namespace NetGen.Generator.Activations;

/// <summary>The activations, in the order of the runtime's <c>Activation</c>: one entry each.</summary>
internal static class ActivationCatalog
{
    public static readonly IReadOnlyList<ActivationFunction> All =
    [
        new("Identity", "", "GlorotUniform",
            (z, _) => z,
            (dy, _, _) => dy) { IsCheap = true },
        new("Sigmoid", "sigmoid", "GlorotUniform",
            (z, _) => $"VectorMath.Sigmoid({z})",
            (dy, y, _) => $"{dy} * VectorMath.SigmoidDerivative({y})"),
        new("Tanh", "tanh", "GlorotUniform",
            (z, _) => $"VectorMath.Tanh({z})",
            (dy, y, _) => $"{dy} * VectorMath.TanhDerivative({y})"),
        new("ReLU", "ReLU", "HeUniform",
            (z, _) => $"MaxNative(Vector<float>.Zero, {z})",
            (dy, y, _) => $"ConditionalSelect(GreaterThan({y}, Vector<float>.Zero), {dy}, Vector<float>.Zero)") { IsCheap = true },
        new("LeakyReLU", "LeakyReLU", "HeUniform",
            (z, alpha) => $"VectorMath.LeakyReLU({z}, {alpha})",
            (dy, y, alpha) => $"{dy} * VectorMath.LeakyReLUDerivative({y}, {alpha})")
            { IsCheap = true, Alpha = new(0.01f, 0f, 1f, "between 0 and 1") },
        new("ELU", "ELU", "HeUniform",
            (z, alpha) => $"VectorMath.ELU({z}, {alpha})",
            (dy, y, alpha) => $"{dy} * VectorMath.ELUDerivative({y}, {alpha})")
            { Alpha = new(1f, float.Epsilon, float.MaxValue, "above 0") },
        new("SELU", "SELU", "LeCunNormal",
            (z, _) => $"VectorMath.SELU({z})",
            (dy, y, _) => $"{dy} * VectorMath.SELUDerivative({y})"),
        new("GELU", "GELU", "HeUniform",
            (z, _) => $"VectorMath.GELU({z})",
            (dy, z, _) => $"{dy} * VectorMath.GELUDerivative({z})") { DerivativeNeedsLogits = true },
        new("GELUTanh", "GELUTanh", "HeUniform",
            (z, _) => $"VectorMath.GELUTanh({z})",
            (dy, z, _) => $"{dy} * VectorMath.GELUTanhDerivative({z})") { DerivativeNeedsLogits = true },
        new("SiLU", "SiLU", "HeUniform",
            (z, _) => $"VectorMath.SiLU({z})",
            (dy, z, _) => $"{dy} * VectorMath.SiLUDerivative({z})") { DerivativeNeedsLogits = true },
        new("Softplus", "softplus", "HeUniform",
            (z, _) => $"VectorMath.Softplus({z})",
            (dy, z, _) => $"{dy} * VectorMath.SoftplusDerivative({z})") { DerivativeNeedsLogits = true },
        new("HardSigmoid", "HardSigmoid", "GlorotUniform",
            (z, _) => $"VectorMath.HardSigmoid({z})",
            (dy, y, _) => $"{dy} * VectorMath.HardSigmoidDerivative({y})") { IsCheap = true },
        new("HardSwish", "HardSwish", "HeUniform",
            (z, _) => $"VectorMath.HardSwish({z})",
            (dy, z, _) => $"{dy} * VectorMath.HardSwishDerivative({z})") { IsCheap = true, DerivativeNeedsLogits = true },
        new("Mish", "mish", "HeUniform",
            (z, _) => $"VectorMath.Mish({z})",
            (dy, z, _) => $"{dy} * VectorMath.MishDerivative({z})") { DerivativeNeedsLogits = true },
        new("Softmax", "softmax", "GlorotUniform",
            (rows, _) => $"RowMath.Softmax({rows})",
            (dy, y, _) => $"RowMath.SoftmaxBackward({y}, {dy})") { IsRowWise = true },
        new("LogSoftmax", "log-softmax", "GlorotUniform",
            (rows, _) => $"RowMath.LogSoftmax({rows})",
            (dy, y, _) => $"RowMath.LogSoftmaxBackward({y}, {dy})") { IsRowWise = true },
    ];

    /// <summary>The initialisers, in the order of the runtime's <c>Initializer</c>; the first stands for the activation's own.</summary>
    public static readonly IReadOnlyList<string> Initializers =
        ["Auto", "GlorotUniform", "GlorotNormal", "HeUniform", "HeNormal", "LeCunUniform", "LeCunNormal", "Zeros", "Constant"];

    public static ActivationFunction Get(string name) => All.First(activation => activation.Name == name);
}
