using System;
using System.Collections.Immutable;

namespace NetGen;

/// <summary>Gives a network's parameters their first values.</summary>
public static class ParameterInitialization
{
    /// <summary>
    /// Fills the parameters, each tensor by its <see cref="TensorInfo.Initializer"/> from a random sequence of its own, element by element in canonical
    /// order: the same seed gives the same bits on every machine, and a tensor's values do not depend on those of the tensors before it. Padding becomes
    /// zero.
    /// </summary>
    /// <remarks>
    /// For a shape [outputs, inputs, …], fanIn is inputs and fanOut is outputs, each times the sizes that follow; for a shape [n] both are n.
    /// See <see cref="Initializer"/> for the formulas.
    /// </remarks>
    /// <param name="info">The network.</param>
    /// <param name="parameters">Receives the parameters, [<see cref="NetworkInfo.ParameterBufferLength"/>].</param>
    /// <param name="seed">Any number.</param>
    /// <exception cref="ArgumentException">
    /// The length is another, or an initialiser is <see cref="Initializer.Auto"/> or none there is; nothing has changed.
    /// </exception>
    public static void Initialize(NetworkInfo info, Span<float> parameters, int seed)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (parameters.Length != info.ParameterBufferLength)
            throw new ArgumentException($"{info.Name} takes {info.ParameterBufferLength} floats of parameters, not {parameters.Length}.", nameof(parameters));
        int largest = 0;
        foreach (TensorInfo tensor in info.Tensors)
        {
            if (tensor.Initializer is <= Initializer.Auto or > Initializer.Constant)
                throw new ArgumentException($"Tensor {tensor.Name} has the initialiser {tensor.Initializer}, which gives no values.", nameof(info));
            largest = Math.Max(largest, tensor.Count);
        }

        parameters.Clear();
        float[] buffer = new float[largest];
        for (int index = 0; index < info.Tensors.Length; index++)
        {
            TensorInfo tensor = info.Tensors[index];
            Span<float> values = buffer.AsSpan(0, tensor.Count);
            ulong stream = (ulong)(uint)seed << 32 | (uint)index;
            Fill(values, tensor, new SeededRandom(SeededRandom.SplitMix64(ref stream)));
            TensorPacking.Pack(tensor, values, parameters.Slice(tensor.Offset, tensor.Length));
        }
    }

    private static void Fill(Span<float> values, TensorInfo tensor, SeededRandom random)
    {
        (double fanIn, double fanOut) = Fans(tensor.Shape);
        switch (tensor.Initializer)
        {
            case Initializer.GlorotUniform: FillUniform(values, Math.Sqrt(6 / (fanIn + fanOut)), random); break;
            case Initializer.GlorotNormal: FillNormal(values, Math.Sqrt(2 / (fanIn + fanOut)), random); break;
            case Initializer.HeUniform: FillUniform(values, Math.Sqrt(6 / fanIn), random); break;
            case Initializer.HeNormal: FillNormal(values, Math.Sqrt(2 / fanIn), random); break;
            case Initializer.LeCunUniform: FillUniform(values, Math.Sqrt(3 / fanIn), random); break;
            case Initializer.LeCunNormal: FillNormal(values, Math.Sqrt(1 / fanIn), random); break;
            case Initializer.Zeros: values.Clear(); break;
            case Initializer.Constant: values.Fill(tensor.InitialValue); break;
        }
    }

    private static void FillUniform(Span<float> values, double limit, SeededRandom random)
    {
        foreach (ref float value in values) value = (float)(limit * (2 * random.NextDouble() - 1));
    }

    private static void FillNormal(Span<float> values, double deviation, SeededRandom random)
    {
        foreach (ref float value in values) value = (float)(deviation * random.NextNormal());
    }

    private static (double FanIn, double FanOut) Fans(ImmutableArray<int> shape)
    {
        double outputs = shape[0];
        double inputs = shape.Length == 1 ? outputs : shape[1];
        for (int dimension = 2; dimension < shape.Length; dimension++)
        {
            outputs *= shape[dimension];
            inputs *= shape[dimension];
        }

        return (inputs, outputs);
    }
}
