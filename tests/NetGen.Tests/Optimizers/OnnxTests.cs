using System;
using Xunit;

namespace NetGen.Tests.Optimizers;

/// <summary>
/// The formulas of the operators Adagrad, Adam and Momentum of ai.onnx.preview.training, version 1, in plain double code, with the inputs of their examples
/// (https://github.com/onnx/onnx/blob/main/docs/Operators.md). The names are those of the operators: R learning rate, T update count, X parameters, G
/// gradients, V momentum, H squares; regularisation (norm_coefficient) is a gradient of its own, which is added to what the optimisers here are given.
/// </summary>
public sealed class OnnxTests
{
    private const double Tolerance = 1e-6;

    private static readonly float[] s_x = [1.2f, 2.8f], s_g = [-0.94f, -2.5f], s_v = [1.7f, 3.6f];

    public static TheoryData<float[], float[], float[], float> AdagradExamples => new()
    {
        { [1], [-1], [2], 0 },
        { [1], [-1], [2], 5 },
        { [1, 2], [-1, -3], [4, 1], 0 },
    };

    /// <summary>decay_factor makes a learning rate of R / (1 + T·decay_factor).</summary>
    [Theory]
    [MemberData(nameof(AdagradExamples))]
    public void Adagrad(float[] x, float[] g, float[] h, float t)
    {
        const float NormCoefficient = 0.001f, Epsilon = 1e-5f, DecayFactor = 0.1f, R = 0.1f;
        float[] parameters = [.. x], state = [.. h];
        new AdaGrad(R, Epsilon).Update(parameters, Regularized(x, g, NormCoefficient), state, 1, R / (1 + t * DecayFactor));

        for (int i = 0; i < x.Length; i++)
        {
            double rate = R / (1 + t * (double)DecayFactor);
            double gradient = NormCoefficient * (double)x[i] + g[i];
            double squares = h[i] + gradient * gradient;
            Assert.Equal(x[i] - rate * gradient / (Math.Sqrt(squares) + Epsilon), parameters[i], Tolerance);
            Assert.Equal(squares, state[i], Tolerance * squares);
        }
    }

    public static TheoryData<float[], float[], float[], float[], float, float, int> AdamExamples => new()
    {
        { s_x, s_g, s_v, [0.1f, 0.1f], 0.1f, 1e-7f, 0 },
        { [1], [-1], [2], [0.5f], 0.85f, 1e-2f, 0 },
        { [1, 2], [-1, -3], [4, 1], [1, 10], 0.85f, 1e-2f, 0 },
        { [1, 2], [-1, -3], [4, 1], [1, 10], 0.85f, 1e-2f, 3 },
    };

    /// <summary>
    /// The operator adds epsilon to √H and scales the quotient by √(1 − βᵀ) / (1 − αᵀ), without corrections for T = 0; the paper adds it to the corrected
    /// root. Both are the same with the paper's ε = epsilon / √(1 − βᵀ), and T = 0 is a step so late that the corrections are 1.
    /// </summary>
    [Theory]
    [MemberData(nameof(AdamExamples))]
    public void Adam(float[] x, float[] g, float[] v, float[] h, float beta, float epsilon, int t)
    {
        const float NormCoefficient = 0.001f, Alpha = 0.95f, R = 0.1f;
        double correction = t > 0 ? Math.Sqrt(1 - Math.Pow(beta, t)) : 1;
        float[] parameters = [.. x], state = [.. v, .. h];
        new Adam(R, Alpha, beta, (float)(epsilon / correction)).Update(parameters, Regularized(x, g, NormCoefficient), state, t > 0 ? t : 1_000_000, R);

        for (int i = 0; i < x.Length; i++)
        {
            double gradient = NormCoefficient * (double)x[i] + g[i];
            double momentum = Alpha * (double)v[i] + (1 - (double)Alpha) * gradient;
            double squares = beta * (double)h[i] + (1 - (double)beta) * (gradient * gradient);
            double rate = t > 0 ? R * Math.Sqrt(1 - Math.Pow(beta, t)) / (1 - Math.Pow(Alpha, t)) : R;
            double expected = x[i] - rate * (momentum / (Math.Sqrt(squares) + epsilon));
            Assert.Equal(expected, parameters[i], Tolerance * Math.Abs(expected));
            Assert.Equal(momentum, state[i], Tolerance * Math.Abs(momentum));
            Assert.Equal(squares, state[x.Length + i], Tolerance * squares);
        }
    }

    public static TheoryData<float[], float[], float[], float, float, int> MomentumExamples => new()
    {
        { s_x, s_g, s_v, 0.001f, 0.1f, 0 },
        { s_x, s_g, s_v, 0.01f, 1f, 0 },
        { s_x, s_g, s_v, 0.01f, 1f, 4 },
        { [1], [-1], [2], 0.001f, 0.85f, 0 },
        { [1, 2], [-1, -3], [4, 1], 0.001f, 0.85f, 0 },
    };

    /// <summary>beta scales the gradient after the first step (T > 0); the optimisers here have none, that is, 1, and so have these examples.</summary>
    [Theory]
    [MemberData(nameof(MomentumExamples))]
    public void MomentumOfBothModes(float[] x, float[] g, float[] v, float normCoefficient, float beta, int t)
    {
        const float Alpha = 0.95f, R = 0.1f;
        float[] standard = [.. x], standardState = [.. v], nesterov = [.. x], nesterovState = [.. v];
        new Momentum(R, Alpha).Update(standard, Regularized(x, g, normCoefficient), standardState, t + 1, R);
        new Nesterov(R, Alpha).Update(nesterov, Regularized(x, g, normCoefficient), nesterovState, t + 1, R);

        for (int i = 0; i < x.Length; i++)
        {
            double gradient = normCoefficient * (double)x[i] + g[i];
            double momentum = Alpha * (double)v[i] + (t > 0 ? beta : 1) * gradient;
            Assert.Equal(x[i] - R * momentum, standard[i], Tolerance);
            Assert.Equal(x[i] - R * (gradient + Alpha * momentum), nesterov[i], Tolerance);
            Assert.Equal(momentum, standardState[i], Tolerance);
            Assert.Equal(momentum, nesterovState[i], Tolerance);
        }
    }

    private static float[] Regularized(float[] x, float[] g, float normCoefficient)
    {
        float[] gradients = new float[x.Length];
        for (int i = 0; i < x.Length; i++) gradients[i] = normCoefficient * x[i] + g[i];
        return gradients;
    }
}
