namespace NetGen.Benchmarks.Peers;

/// <summary>The weights of a dense layer.</summary>
/// <param name="Weights">Row-major, [outputs, inputs].</param>
/// <param name="Biases">[outputs].</param>
/// <param name="Activation">What follows.</param>
internal sealed record DenseWeights(float[] Weights, float[] Biases, Activation Activation)
{
    public int Outputs => Biases.Length;

    public int Inputs => Weights.Length / Biases.Length;
}
