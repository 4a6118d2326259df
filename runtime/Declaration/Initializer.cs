namespace NetGen;

/// <summary>
/// How weights start, for a tensor of <c>fanIn</c> inputs and <c>fanOut</c> outputs. The same seed gives the same
/// weights on every machine.
/// </summary>
public enum Initializer
{
    /// <summary>
    /// Chosen by the activation: <see cref="HeUniform"/> for ReLU and its smooth kin (LeakyReLU, ELU, GELU, GELUTanh, SiLU, Softplus, HardSwish, Mish),
    /// <see cref="LeCunNormal"/> for SELU, <see cref="GlorotUniform"/> for the rest.
    /// </summary>
    Auto,

    /// <summary>Uniform in ±√(6 / (fanIn + fanOut)). Glorot and Bengio, 2010.</summary>
    GlorotUniform,

    /// <summary>Normal with standard deviation √(2 / (fanIn + fanOut)). Glorot and Bengio, 2010.</summary>
    GlorotNormal,

    /// <summary>Uniform in ±√(6 / fanIn). He et al., 2015.</summary>
    HeUniform,

    /// <summary>Normal with standard deviation √(2 / fanIn). He et al., 2015.</summary>
    HeNormal,

    /// <summary>Uniform in ±√(3 / fanIn). LeCun et al., 1998.</summary>
    LeCunUniform,

    /// <summary>Normal with standard deviation √(1 / fanIn). LeCun et al., 1998.</summary>
    LeCunNormal,

    /// <summary>Every value 0.</summary>
    Zeros,

    /// <summary>Every value the same, given beside it.</summary>
    Constant,
}
