namespace NetGen;

/// <summary>The function a layer applies to z = W·x + b.</summary>
public enum Activation
{
    /// <summary>f(z) = z: for regression, and where the loss expects logits.</summary>
    Identity,

    /// <summary>f(z) = 1 / (1 + e⁻ᶻ), in (0, 1): for binary and multi-label classification.</summary>
    Sigmoid,

    /// <summary>f(z) = tanh z, in (−1, 1).</summary>
    Tanh,

    /// <summary>f(z) = max(0, z). Nair and Hinton, 2010.</summary>
    ReLU,

    /// <summary>f(z) = z for z > 0, αz otherwise, α = 0.01 unless told otherwise. Maas et al., 2013.</summary>
    LeakyReLU,

    /// <summary>f(z) = z for z > 0, α(eᶻ − 1) otherwise, α = 1 unless told otherwise. Clevert et al., 2016.</summary>
    ELU,

    /// <summary>f(z) = λ·ELU(z) with α = 1.67326324, λ = 1.05070099. Klambauer et al., 2017.</summary>
    SELU,

    /// <summary>f(z) = z·Φ(z), with Φ the normal distribution function. Hendrycks and Gimpel, 2016.</summary>
    GELU,

    /// <summary>f(z) = ½z(1 + tanh(√(2/π)(z + 0.044715z³))): the tanh form of GELU. Hendrycks and Gimpel, 2016.</summary>
    GELUTanh,

    /// <summary>f(z) = z / (1 + e⁻ᶻ), also called swish. Elfwing et al., 2018.</summary>
    SiLU,

    /// <summary>f(z) = ln(1 + eᶻ). Dugas et al., 2001.</summary>
    Softplus,

    /// <summary>f(z) = min(1, max(0, z/6 + ½)). Howard et al., 2019; PyTorch's form.</summary>
    HardSigmoid,

    /// <summary>f(z) = z·HardSigmoid(z). Howard et al., 2019.</summary>
    HardSwish,

    /// <summary>f(z) = z·tanh(softplus(z)). Misra, 2020.</summary>
    Mish,

    /// <summary>f(z)ₖ = e^zₖ / Σ e^zⱼ over the layer: for the probabilities of classes that exclude each other.</summary>
    Softmax,

    /// <summary>f(z)ₖ = zₖ − ln Σ e^zⱼ over the layer: the logarithm of <see cref="Softmax"/>.</summary>
    LogSoftmax,
}
