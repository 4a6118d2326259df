using System;
using System.Linq;

namespace NetGen.Tests.Reference;

internal enum LossKind
{
    MeanSquaredError,
    MeanAbsoluteError,
    Huber,
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    Hinge,
    SquaredHinge,
    KullbackLeibler,

    /// <summary>Categorical cross-entropy with the part Delta of each target spread over all classes.</summary>
    SmoothedCrossEntropy,

    /// <summary>mean ln cosh(y − t): a loss that NetGen does not bring, as users write their own.</summary>
    LogCosh,
}

/// <summary>The losses and their derivatives in double, from their formulas.</summary>
internal readonly record struct ReferenceLoss(LossKind Kind, double Delta = 1)
{
    private bool IsOfClasses => Kind is LossKind.CategoricalCrossEntropy or LossKind.SmoothedCrossEntropy or LossKind.KullbackLeibler;

    /// <summary>Whether the loss has a meaning for what the activation puts out.</summary>
    public bool Fits(Activation output) => Kind switch
    {
        LossKind.BinaryCrossEntropy => output is Activation.Sigmoid or Activation.Identity,
        LossKind.CategoricalCrossEntropy or LossKind.SmoothedCrossEntropy => output is Activation.Softmax or Activation.LogSoftmax or Activation.Identity,
        LossKind.KullbackLeibler => output is Activation.Softmax or Activation.LogSoftmax,
        LossKind.Hinge or LossKind.SquaredHinge => output is Activation.Identity or Activation.Tanh,
        _ => true,
    };

    /// <summary>Whether L and dL/dz are computed from z, as one with the activation.</summary>
    public bool IsFromLogits(Activation output) => (IsOfClasses || Kind == LossKind.BinaryCrossEntropy) && Fits(output);

    /// <summary>Computes L and dL/dz for one sample, from the last layer's z and y = f(z).</summary>
    public double Evaluate(Activation activation, double alpha, double[] z, double[] y, ReadOnlySpan<float> target, double[] dz)
    {
        var dy = new double[y.Length];
        double loss = Evaluate(activation, z, y, target, dy);
        if (IsFromLogits(activation)) dy.CopyTo(dz, 0);
        else ReferenceActivation.Backpropagate(activation, alpha, z, y, dy, dz);
        return loss;
    }

    /// <summary>Computes L and dL/dy; dL/dz where <see cref="IsFromLogits"/> says so.</summary>
    public double Evaluate(Activation activation, double[] z, double[] y, ReadOnlySpan<float> target, double[] derivative)
    {
        double[] t = ExpandTarget(target, z.Length);
        if (IsFromLogits(activation)) return IsOfClasses ? OfClassLogits(z, t, derivative) : OfBinaryLogits(z, t, derivative);

        double loss = 0;
        for (int k = 0; k < y.Length; k++)
        {
            (double value, double slope) = OfOutput(y[k], t[k]);
            loss += value / y.Length;
            derivative[k] = slope / y.Length;
        }

        return loss;
    }

    /// <summary>How far an output is from a place where dL/dy jumps, so that rounding could choose the other side.</summary>
    public double DistanceToKink(double[] y, ReadOnlySpan<float> target)
    {
        double[] t = ExpandTarget(target, y.Length);
        return Kind switch
        {
            LossKind.MeanAbsoluteError => y.Select((value, k) => Math.Abs(value - t[k])).Min(),
            LossKind.Hinge => y.Select((value, k) => Math.Abs(1 - t[k] * value)).Min(),
            _ => double.PositiveInfinity,
        };
    }

    /// <summary>A class index as one value a class: 1 for the class, 0 (under a hinge −1) for the others.</summary>
    private double[] ExpandTarget(ReadOnlySpan<float> target, int outputs)
    {
        var t = new double[outputs];
        if (target.Length == outputs)
        {
            for (int k = 0; k < outputs; k++) t[k] = target[k];
        }
        else
        {
            Array.Fill(t, Kind is LossKind.Hinge or LossKind.SquaredHinge ? -1 : 0);
            t[(int)target[0]] = 1;
        }

        if (Kind != LossKind.SmoothedCrossEntropy) return t;
        (double smoothing, double sum) = (Delta, t.Sum());
        return [.. t.Select(value => (1 - smoothing) * value + smoothing * sum / outputs)];
    }

    /// <summary>The loss of one output and its derivative.</summary>
    private (double Value, double Derivative) OfOutput(double y, double t)
    {
        double error = y - t, margin = 1 - t * y;
        return Kind switch
        {
            LossKind.MeanSquaredError => (error * error, 2 * error),
            LossKind.MeanAbsoluteError => (Math.Abs(error), Math.Sign(error)),
            LossKind.Huber when Math.Abs(error) <= Delta => (error * error / 2, error),
            LossKind.Huber => (Delta * (Math.Abs(error) - Delta / 2), Delta * Math.Sign(error)),
            LossKind.Hinge => (Math.Max(0, margin), margin > 0 ? -t : 0),
            LossKind.SquaredHinge => (Math.Pow(Math.Max(0, margin), 2), -2 * t * Math.Max(0, margin)),
            LossKind.LogCosh => (Math.Abs(error) + Math.Log((1 + Math.Exp(-2 * Math.Abs(error))) / 2), Math.Tanh(error)),
            _ => throw new NotSupportedException($"{Kind} after this activation."),
        };
    }

    /// <summary>−Σ t·ln y, under Kullback-Leibler + Σ t·ln t, with ln yₖ = zₖ − ln Σ e^zⱼ.</summary>
    private double OfClassLogits(double[] z, double[] t, double[] dz)
    {
        double logSum = ReferenceActivation.LogSumExp(z), sum = t.Sum(), loss = 0;
        for (int k = 0; k < z.Length; k++)
        {
            loss -= t[k] * (z[k] - logSum);
            if (Kind == LossKind.KullbackLeibler && t[k] > 0) loss += t[k] * Math.Log(t[k]);
            dz[k] = sum * Math.Exp(z[k] - logSum) - t[k];
        }

        return loss;
    }

    /// <summary>−mean(t·ln σ(z) + (1 − t)·ln(1 − σ(z))), with ln(1 − σ(z)) = −softplus(z).</summary>
    private static double OfBinaryLogits(double[] z, double[] t, double[] dz)
    {
        double loss = 0;
        for (int k = 0; k < z.Length; k++)
        {
            loss += (ReferenceActivation.Softplus(z[k]) - t[k] * z[k]) / z.Length;
            dz[k] = (ReferenceActivation.Sigmoid(z[k]) - t[k]) / z.Length;
        }

        return loss;
    }
}
