using NetGen.Kernels;

namespace NetGen.Tests.Numerics;

/// <summary>The functions of <see cref="VectorMath"/>, each with its twin of <see cref="VectorMath512"/>.</summary>
internal static class VectorFunctions
{
    public static readonly VectorFunction Exp = new(VectorMath.Exp, VectorMath512.Exp);
    public static readonly VectorFunction Log = new(VectorMath.Log, VectorMath512.Log);
    public static readonly VectorFunction Sigmoid = new(VectorMath.Sigmoid, VectorMath512.Sigmoid);
    public static readonly VectorFunction Tanh = new(VectorMath.Tanh, VectorMath512.Tanh);
    public static readonly VectorFunction ReLU = new(VectorMath.ReLU, VectorMath512.ReLU);
    public static readonly VectorFunction SELU = new(VectorMath.SELU, VectorMath512.SELU);
    public static readonly VectorFunction GELU = new(VectorMath.GELU, VectorMath512.GELU);
    public static readonly VectorFunction NormalDistribution = new(VectorMath.NormalDistribution, VectorMath512.NormalDistribution);
    public static readonly VectorFunction GELUTanh = new(VectorMath.GELUTanh, VectorMath512.GELUTanh);
    public static readonly VectorFunction SiLU = new(VectorMath.SiLU, VectorMath512.SiLU);
    public static readonly VectorFunction Softplus = new(VectorMath.Softplus, VectorMath512.Softplus);
    public static readonly VectorFunction HardSigmoid = new(VectorMath.HardSigmoid, VectorMath512.HardSigmoid);
    public static readonly VectorFunction HardSwish = new(VectorMath.HardSwish, VectorMath512.HardSwish);
    public static readonly VectorFunction Mish = new(VectorMath.Mish, VectorMath512.Mish);
    public static readonly VectorFunction SigmoidDerivative = new(VectorMath.SigmoidDerivative, VectorMath512.SigmoidDerivative);
    public static readonly VectorFunction TanhDerivative = new(VectorMath.TanhDerivative, VectorMath512.TanhDerivative);
    public static readonly VectorFunction ReLUDerivative = new(VectorMath.ReLUDerivative, VectorMath512.ReLUDerivative);
    public static readonly VectorFunction SELUDerivative = new(VectorMath.SELUDerivative, VectorMath512.SELUDerivative);
    public static readonly VectorFunction GELUDerivative = new(VectorMath.GELUDerivative, VectorMath512.GELUDerivative);
    public static readonly VectorFunction GELUTanhDerivative = new(VectorMath.GELUTanhDerivative, VectorMath512.GELUTanhDerivative);
    public static readonly VectorFunction SiLUDerivative = new(VectorMath.SiLUDerivative, VectorMath512.SiLUDerivative);
    public static readonly VectorFunction SoftplusDerivative = new(VectorMath.SoftplusDerivative, VectorMath512.SoftplusDerivative);
    public static readonly VectorFunction HardSigmoidDerivative = new(VectorMath.HardSigmoidDerivative, VectorMath512.HardSigmoidDerivative);
    public static readonly VectorFunction HardSwishDerivative = new(VectorMath.HardSwishDerivative, VectorMath512.HardSwishDerivative);
    public static readonly VectorFunction MishDerivative = new(VectorMath.MishDerivative, VectorMath512.MishDerivative);

    public static VectorFunction LeakyReLU(float alpha) => new(z => VectorMath.LeakyReLU(z, alpha), z => VectorMath512.LeakyReLU(z, alpha));

    public static VectorFunction ELU(float alpha) => new(z => VectorMath.ELU(z, alpha), z => VectorMath512.ELU(z, alpha));

    public static VectorFunction LeakyReLUDerivative(float alpha) =>
        new(y => VectorMath.LeakyReLUDerivative(y, alpha), y => VectorMath512.LeakyReLUDerivative(y, alpha));

    public static VectorFunction ELUDerivative(float alpha) => new(y => VectorMath.ELUDerivative(y, alpha), y => VectorMath512.ELUDerivative(y, alpha));
}
