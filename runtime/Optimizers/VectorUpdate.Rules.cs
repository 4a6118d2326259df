using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Kernels;

namespace NetGen;

// The arithmetic of the update rules. Their formulas, and where they are from, are with the optimisers.
internal static partial class VectorUpdate
{
    /// <summary>One step of an optimiser for a vector of parameters. The constants are vectors, made once a call.</summary>
    internal interface IRule
    {
        /// <summary>The floats of state that belong to a parameter: 0, 1 or 2. A constant.</summary>
        static abstract int StatesPerParameter { get; }

        /// <summary>The parameters after the step. The states are updated in place; those that the rule does not have are not to be touched.</summary>
        Vector<float> Apply(Vector<float> parameters, Vector<float> gradients, ref Vector<float> first, ref Vector<float> second);
    }

    /// <summary>One step of <see cref="NetGen.Sgd"/>.</summary>
    internal readonly struct SgdRule(float learningRate) : IRule
    {
        private readonly Vector<float> _negativeRate = Vector.Create(-learningRate);

        public static int StatesPerParameter => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Apply(Vector<float> parameters, Vector<float> gradients, ref Vector<float> first, ref Vector<float> second) =>
            Vector.MultiplyAddEstimate(_negativeRate, gradients, parameters);
    }

    /// <summary>One step of <see cref="NetGen.Momentum"/>.</summary>
    internal readonly struct MomentumRule(float learningRate, float momentum) : IRule
    {
        private readonly Vector<float> _negativeRate = Vector.Create(-learningRate);
        private readonly Vector<float> _momentum = Vector.Create(momentum);

        public static int StatesPerParameter => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Apply(Vector<float> parameters, Vector<float> gradients, ref Vector<float> first, ref Vector<float> second)
        {
            first = WithoutSubnormals(Vector.MultiplyAddEstimate(_momentum, first, gradients));
            return Vector.MultiplyAddEstimate(_negativeRate, first, parameters);
        }
    }

    /// <summary>One step of <see cref="NetGen.Nesterov"/>.</summary>
    internal readonly struct NesterovRule(float learningRate, float momentum) : IRule
    {
        private readonly Vector<float> _negativeRate = Vector.Create(-learningRate);
        private readonly Vector<float> _momentum = Vector.Create(momentum);

        public static int StatesPerParameter => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Apply(Vector<float> parameters, Vector<float> gradients, ref Vector<float> first, ref Vector<float> second)
        {
            first = WithoutSubnormals(Vector.MultiplyAddEstimate(_momentum, first, gradients));
            Vector<float> ahead = Vector.MultiplyAddEstimate(_momentum, first, gradients);
            return Vector.MultiplyAddEstimate(_negativeRate, ahead, parameters);
        }
    }

    /// <summary>One step of <see cref="NetGen.AdaGrad"/>.</summary>
    internal readonly struct AdaGradRule(float learningRate, float epsilon) : IRule
    {
        private readonly Vector<float> _negativeRate = Vector.Create(-learningRate);
        private readonly Vector<float> _epsilon = Vector.Create(epsilon);

        public static int StatesPerParameter => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Apply(Vector<float> parameters, Vector<float> gradients, ref Vector<float> first, ref Vector<float> second)
        {
            first = Vector.MultiplyAddEstimate(gradients, gradients, first);
            return Vector.MultiplyAddEstimate(_negativeRate, gradients / (VectorMath.SquareRoot(first) + _epsilon), parameters);
        }
    }

    /// <summary>One step of <see cref="NetGen.RmsProp"/>.</summary>
    internal readonly struct RmsPropRule(float learningRate, float decay, float epsilon) : IRule
    {
        private readonly Vector<float> _negativeRate = Vector.Create(-learningRate);
        private readonly Vector<float> _decay = Vector.Create(decay);
        private readonly Vector<float> _gain = Vector.Create(1 - decay);
        private readonly Vector<float> _epsilon = Vector.Create(epsilon);

        public static int StatesPerParameter => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Apply(Vector<float> parameters, Vector<float> gradients, ref Vector<float> first, ref Vector<float> second)
        {
            first = WithoutSubnormals(Vector.MultiplyAddEstimate(_decay, first, _gain * gradients * gradients));
            return Vector.MultiplyAddEstimate(_negativeRate, gradients / (VectorMath.SquareRoot(first) + _epsilon), parameters);
        }
    }

    /// <summary>
    /// One step of Adam. The corrections of the bias are two scalars of the step: m̂ = m / (1 − β₁ᵗ) goes into the learning rate, √v̂ = √v / √(1 − β₂ᵗ) is a
    /// factor of the root; ε stays what it is, and a parameter takes one division and one square root.
    /// </summary>
    internal readonly struct AdamRule : IRule
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
            _beta1 = Vector.Create(beta1);
            _gain1 = Vector.Create(1 - beta1);
            _beta2 = Vector.Create(beta2);
            _gain2 = Vector.Create(1 - beta2);
            _negativeRate = Vector.Create((float)(-learningRate / (1 - Math.Pow(beta1, step))));
            _rootScale = Vector.Create((float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step))));
            _epsilon = Vector.Create(epsilon);
        }

        public static int StatesPerParameter => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Apply(Vector<float> parameters, Vector<float> gradients, ref Vector<float> first, ref Vector<float> second)
        {
            first = WithoutSubnormals(Vector.MultiplyAddEstimate(_beta1, first, _gain1 * gradients));
            second = WithoutSubnormals(Vector.MultiplyAddEstimate(_beta2, second, _gain2 * gradients * gradients));
            Vector<float> denominator = Vector.MultiplyAddEstimate(VectorMath.SquareRoot(second), _rootScale, _epsilon);
            return Vector.MultiplyAddEstimate(_negativeRate, first / denominator, parameters);
        }
    }

    /// <summary>One step of <see cref="NetGen.AdamW"/>.</summary>
    internal readonly struct AdamWRule(float learningRate, float beta1, float beta2, float epsilon, float weightDecay, long step) : IRule
    {
        private readonly AdamRule _adam = new(learningRate, beta1, beta2, epsilon, step);
        private readonly Vector<float> _kept = Vector.Create((float)(1 - (double)learningRate * weightDecay));

        public static int StatesPerParameter => AdamRule.StatesPerParameter;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Apply(Vector<float> parameters, Vector<float> gradients, ref Vector<float> first, ref Vector<float> second) =>
            _adam.Apply(_kept * parameters, gradients, ref first, ref second);
    }
}
