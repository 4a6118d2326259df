using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// One step of Adam. The corrections of the bias are two scalars of the step: m̂ = m / (1 − β₁ᵗ) goes into the learning rate, √v̂ = √v / √(1 − β₂ᵗ) is a
/// factor of the root; ε stays what it is, and a parameter takes one division and one square root.
/// </summary>
internal readonly struct AdamRule : IUpdateRule
{
    private readonly Vector<float> _beta1;
    private readonly Vector<float> _gain1;
    private readonly Vector<float> _beta2;
    private readonly Vector<float> _gain2;
    private readonly Vector<float> _negativeRate;
    private readonly Vector<float> _rootScale;
    private readonly Vector<float> _epsilon;

    public AdamRule(float learningRate, float beta1, float beta2, float epsilon, long step)
    {
        _beta1 = new Vector<float>(beta1);
        _gain1 = new Vector<float>(1 - beta1);
        _beta2 = new Vector<float>(beta2);
        _gain2 = new Vector<float>(1 - beta2);
        _negativeRate = new Vector<float>((float)(-learningRate / (1 - Math.Pow(beta1, step))));
        _rootScale = new Vector<float>((float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step))));
        _epsilon = new Vector<float>(epsilon);
    }

    public static int StatesPerParameter => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Apply(Vector<float> parameters, Vector<float> gradients, ref Vector<float> first, ref Vector<float> second)
    {
        first = ElementwiseUpdate.WithoutSubnormals(Vector.MultiplyAddEstimate(_beta1, first, _gain1 * gradients));
        second = ElementwiseUpdate.WithoutSubnormals(Vector.MultiplyAddEstimate(_beta2, second, _gain2 * gradients * gradients));
        Vector<float> denominator = Vector.MultiplyAddEstimate(Vector.SquareRoot(second), _rootScale, _epsilon);
        return Vector.MultiplyAddEstimate(_negativeRate, first / denominator, parameters);
    }
}
