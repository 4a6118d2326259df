namespace NetGen.Formats;

/// <summary>Keras' names of activations (https://keras.io/api/layers/activations).</summary>
internal static class KerasActivations
{
    /// <summary>What Keras 3 calls so, with its parameters; null where no activation of NetGen is that function.</summary>
    public static ActivationChoice? Find(string name) => name switch
    {
        "" or "linear" => Activation.Identity,
        "relu" => Activation.ReLU,
        "leaky_relu" => new ActivationChoice(Activation.LeakyReLU, 0.2f),
        "elu" => Activation.ELU,
        "selu" => Activation.SELU,
        "gelu" => Activation.GELU,
        "sigmoid" => Activation.Sigmoid,
        "tanh" => Activation.Tanh,
        "softplus" => Activation.Softplus,
        "swish" or "silu" => Activation.SiLU,
        "hard_sigmoid" => Activation.HardSigmoid,
        "hard_swish" or "hard_silu" => Activation.HardSwish,
        "mish" => Activation.Mish,
        "softmax" => Activation.Softmax,
        "log_softmax" => Activation.LogSoftmax,
        _ => null,
    };
}
