using System;
using System.Linq;

namespace NetGen.Tests.Reference;

/// <summary>The activations and their derivatives in double, from their formulas.</summary>
internal static class ReferenceActivation
{
    private const double SeluAlpha = 1.6732632423543772;
    private const double SeluLambda = 1.0507009873554805;

    public static bool IsOverLayer(Activation activation) => activation is Activation.Softmax or Activation.LogSoftmax;

    /// <summary>y = f(z) for a whole layer.</summary>
    public static void Apply(Activation activation, double alpha, double[] z, double[] y)
    {
        double logSum = IsOverLayer(activation) ? LogSumExp(z) : 0;
        for (int k = 0; k < z.Length; k++)
        {
            y[k] = activation switch
            {
                Activation.Softmax => Math.Exp(z[k] - logSum),
                Activation.LogSoftmax => z[k] - logSum,
                _ => Value(activation, alpha, z[k]),
            };
        }
    }

    /// <summary>dz = Jᵀ·dy for a whole layer, with J the Jacobian of f at z.</summary>
    public static void Backpropagate(Activation activation, double alpha, double[] z, double[] y, double[] dy, double[] dz)
    {
        double sum = activation switch
        {
            Activation.Softmax => dy.Select((d, k) => d * y[k]).Sum(),
            Activation.LogSoftmax => dy.Sum(),
            _ => 0,
        };
        for (int k = 0; k < z.Length; k++)
        {
            dz[k] = activation switch
            {
                Activation.Softmax => y[k] * (dy[k] - sum),
                Activation.LogSoftmax => dy[k] - Math.Exp(y[k]) * sum,
                _ => dy[k] * Derivative(activation, alpha, z[k]),
            };
        }
    }

    public static double Value(Activation activation, double alpha, double z) => activation switch
    {
        Activation.Identity => z,
        Activation.Sigmoid => Sigmoid(z),
        Activation.Tanh => Math.Tanh(z),
        Activation.ReLU => z > 0 ? z : 0,
        Activation.LeakyReLU => z > 0 ? z : alpha * z,
        Activation.ELU => z > 0 ? z : alpha * ExpMinus1(z),
        Activation.SELU => SeluLambda * (z > 0 ? z : SeluAlpha * ExpMinus1(z)),
        Activation.GELU => z * NormalDistribution(z),
        Activation.GELUTanh => z / 2 * (1 + Math.Tanh(TanhArgument(z))),
        Activation.SiLU => z * Sigmoid(z),
        Activation.Softplus => Softplus(z),
        Activation.HardSigmoid => Math.Clamp(z / 6 + 0.5, 0, 1),
        Activation.HardSwish => z * Math.Clamp(z / 6 + 0.5, 0, 1),
        Activation.Mish => z * Math.Tanh(Softplus(z)),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Not a function of one value."),
    };

    /// <summary>f′(z); at a kink, that of the side where the formula's last case lies.</summary>
    public static double Derivative(Activation activation, double alpha, double z)
    {
        switch (activation)
        {
            case Activation.Identity: return 1;
            case Activation.Sigmoid: return Sigmoid(z) * Sigmoid(-z);
            case Activation.Tanh: return Math.Pow(Math.Cosh(z), -2);
            case Activation.ReLU: return z > 0 ? 1 : 0;
            case Activation.LeakyReLU: return z > 0 ? 1 : alpha;
            case Activation.ELU: return z > 0 ? 1 : alpha * Math.Exp(z);
            case Activation.SELU: return SeluLambda * (z > 0 ? 1 : SeluAlpha * Math.Exp(z));
            case Activation.GELU: return NormalDistribution(z) + z * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
            case Activation.GELUTanh:
                double tanh = Math.Tanh(TanhArgument(z));
                return (1 + tanh) / 2 + z / 2 * (1 - tanh * tanh) * Math.Sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * z * z);
            case Activation.SiLU: return Sigmoid(z) * (1 + z * Sigmoid(-z));
            case Activation.Softplus: return Sigmoid(z);
            case Activation.HardSigmoid: return z > -3 && z < 3 ? 1 / 6.0 : 0;
            case Activation.HardSwish: return z <= -3 ? 0 : z >= 3 ? 1 : z / 3 + 0.5;
            case Activation.Mish:
                double softplus = Math.Tanh(Softplus(z));
                return softplus + z * (1 - softplus * softplus) * Sigmoid(z);
            default: throw new ArgumentOutOfRangeException(nameof(activation), activation, "Not a function of one value.");
        }
    }

    /// <summary>How far z is from a place where f′ jumps, so that rounding could choose the other side; infinite without such a place.</summary>
    public static double DistanceToKink(Activation activation, double z) => activation switch
    {
        Activation.ReLU or Activation.LeakyReLU or Activation.ELU or Activation.SELU => Math.Abs(z),
        Activation.HardSigmoid or Activation.HardSwish => Math.Abs(Math.Abs(z) - 3),
        _ => double.PositiveInfinity,
    };

    public static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));

    public static double Softplus(double z)
    {
        double e = Math.Exp(-Math.Abs(z));
        // ln(1 + e) by Kahan's correction, exact to rounding for small e.
        double u = 1 + e;
        return Math.Max(z, 0) + (u == 1 ? e : Math.Log(u) * e / (u - 1));
    }

    public static double LogSumExp(double[] z)
    {
        double max = z.Max();
        return max + Math.Log(z.Sum(v => Math.Exp(v - max)));
    }

    private static double ExpMinus1(double z) => Math.Abs(z) < 1e-3 ? z * (1 + z / 2 * (1 + z / 3 * (1 + z / 4 * (1 + z / 5)))) : Math.Exp(z) - 1;

    private static double NormalDistribution(double z) => ErrorFunction.Complement(-z / Math.Sqrt(2)) / 2;

    private static double TanhArgument(double z) => Math.Sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z);
}
