using System;

namespace NetGen.Tests.Numerics;

/// <summary>The activations and their derivatives in double precision, by their definitions and without cancellation.</summary>
internal static class Truth
{
    public static double Log1P(double u)
    {
        double w = 1 + u; // Kahan's correction of the rounding of 1 + u
        return w == 1 ? u : Math.Log(w) * u / (w - 1);
    }

    public static double ExpM1(double x) => Math.Abs(x) < 0.01
        ? x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4 * (1 + x / 5 * (1 + x / 6)))))
        : Math.Exp(x) - 1;

    public static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));

    public static double Elu(double z, double alpha) => z > 0 ? z : alpha * ExpM1(z);

    public static double Softplus(double z) => Math.Max(0, z) + Log1P(Math.Exp(-Math.Abs(z)));

    /// <summary>Φ(z): a Taylor series about 0 within ±2, Laplace's continued fraction of the tail beyond.</summary>
    public static double NormalDistribution(double z)
    {
        double a = Math.Abs(z), density = Math.Exp(-a * a / 2) / Math.Sqrt(2 * Math.PI);
        if (a < 2.5)
        {
            double term = a, sum = a;
            for (int k = 1; k < 60; k++) sum += term *= a * a / (2 * k + 1); // Φ(a) = ½ + φ(a)(a + a³/3 + a⁵/15 + …)
            double upper = density * sum;
            return z >= 0 ? 0.5 + upper : 0.5 - upper;
        }

        double fraction = a;
        for (int k = 300; k >= 1; k--) fraction = a + k / fraction;
        double tail = density / fraction;
        return z >= 0 ? 1 - tail : tail;
    }

    public static double NormalDensity(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    public static double Gelu(double z) => z * NormalDistribution(z);

    public static double GeluDerivative(double z) => NormalDistribution(z) + z * NormalDensity(z);

    private static double TanhArgument(double z) => Math.Sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z);

    public static double GeluTanh(double z) => z * Sigmoid(2 * TanhArgument(z));

    public static double GeluTanhDerivative(double z)
    {
        double s = Sigmoid(2 * TanhArgument(z)), slope = 2 * Math.Sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * z * z);
        return s + z * s * Sigmoid(-2 * TanhArgument(z)) * slope;
    }

    public static double SiluDerivative(double z) => Sigmoid(z) * (1 + z * Sigmoid(-z));

    public static double HardSigmoid(double z) => Math.Min(1, Math.Max(0, z / 6 + 0.5));

    /// <summary>tanh(softplus(z)), from e = e^−|z|.</summary>
    private static double MishFactor(double z)
    {
        double e = Math.Exp(-Math.Abs(z));
        return z >= 0 ? (1 + 2 * e) / (1 + 2 * e + 2 * e * e) : e * (e + 2) / (e * (e + 2) + 2);
    }

    public static double Mish(double z) => z * MishFactor(z);

    /// <summary>T + z(1 − T²)sigmoid(z).</summary>
    public static double MishDerivative(double z)
    {
        double t = MishFactor(z);
        return t + z * (1 - t * t) * Sigmoid(z);
    }
}
