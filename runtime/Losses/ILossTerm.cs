using System.Numerics;

namespace NetGen;

/// <summary>One summand ℓ(y, t) of a loss that is a sum over the outputs, in every lane.</summary>
internal interface ILossTerm
{
    /// <summary>Computes ℓ and ∂ℓ/∂y; implementations are to be inlined.</summary>
    Vector<float> Evaluate(Vector<float> y, Vector<float> t, out Vector<float> derivative);
}
