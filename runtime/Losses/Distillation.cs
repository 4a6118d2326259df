using System;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The loss of a student that learns from a teacher: L = w·H(t, softmax(z)) + (1 − w)·T²·H(softmax(v/T), softmax(z/T)), with the student's logits z, the teacher's v, the class t,
/// the cross-entropy H and the temperature T (Hinton, Vinyals and Dean, "Distilling the knowledge in a neural network", 2015). At high temperatures the teacher tells which
/// wrong classes are nearly right; T² keeps the gradient of that part, which is of the order of 1/T², as large as the other.
/// </summary>
/// <remarks>
/// A target is the teacher's logits, [outputs], and after them the index of the class: <see cref="Distillation.Teach"/> makes such targets. The student's last activation is softmax,
/// log-softmax or none; under others the loss is not defined, and it throws.
/// </remarks>
public readonly struct DistillationLoss : ILoss
{
    /// <summary>Makes the loss.</summary>
    /// <param name="temperature">The temperature T, greater than 0.</param>
    /// <param name="labelWeight">The part w of the labels, from 0 to 1; the rest is the teacher's.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public DistillationLoss(float temperature, float labelWeight = 0.1f) =>
        (Temperature, LabelWeight) = (Hyperparameter.Positive(temperature), Hyperparameter.Fraction(labelWeight));

    /// <summary>The temperature T.</summary>
    public float Temperature { get; }

    /// <summary>The part w of the labels.</summary>
    public float LabelWeight { get; }

    /// <summary>The loss with its numbers, the same in every culture.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"DistillationLoss(temperature: {Temperature}, labelWeight: {LabelWeight})");

    /// <summary>Whether the target is one value longer than the output.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AcceptsTargetSize(int outputSize, int targetSize) => targetSize == outputSize + 1;

    /// <inheritdoc cref="CrossEntropy.IsFusedWith"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFusedWith(Activation outputActivation) => CrossEntropy.IsFusedWith(outputActivation);

    /// <summary>Requires finite logits, and a class index from 0 to outputs − 1.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckTarget(ReadOnlySpan<float> target, int outputSize)
    {
        TargetCheck.Finite(target[..outputSize]);
        TargetCheck.ClassIndex(target[outputSize], outputSize);
    }

    /// <summary>Throws: the loss is defined for logits.</summary>
    /// <exception cref="NotSupportedException">The last activation is neither softmax, log-softmax nor none.</exception>
    /// <inheritdoc/>
    public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient) =>
        throw new NotSupportedException("A student's last activation has to be Softmax, LogSoftmax or Identity.");

    /// <summary>Computes L and dL/dz = w·(softmax(z) − t) + (1 − w)·T·(softmax(z/T) − softmax(v/T)).</summary>
    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float EvaluateLogits(ReadOnlySpan<float> logits, ReadOnlySpan<float> target, Span<float> logitGradient)
    {
        int outputs = logits.Length;
        if (!(Temperature > 0f)) throw new InvalidOperationException("The loss has no temperature; make it by its constructor.");
        using var buffer = new TargetBuffer(3 * outputs, stackalloc float[TargetBuffer.StackLength]);
        Span<float> cooled = buffer.Span[..outputs], teacher = buffer.Span.Slice(outputs, outputs), gradient = buffer.Span.Slice(2 * outputs, outputs);

        // The gradient of cross-entropy for class 0 is softmax(v/T) − (1, 0, …).
        float scale = 1f / Temperature;
        for (int i = 0; i < outputs; i++) cooled[i] = scale * target[i];
        float zero = 0f;
        LossKernels.SoftmaxCrossEntropy(cooled, new ReadOnlySpan<float>(in zero), teacher);
        teacher[0] += 1f;

        for (int i = 0; i < outputs; i++) cooled[i] = scale * logits[i];
        float taught = LossKernels.SoftmaxCrossEntropy(cooled, teacher, gradient);
        float labelled = LossKernels.SoftmaxCrossEntropy(logits, target[outputs..], logitGradient);
        float softWeight = (1f - LabelWeight) * Temperature;
        for (int i = 0; i < outputs; i++) logitGradient[i] = LabelWeight * logitGradient[i] + softWeight * gradient[i];
        return LabelWeight * labelled + softWeight * Temperature * taught;
    }
}

/// <summary>Makes what a student learns from.</summary>
public static class Distillation
{
    // ln of the smallest normal float: what a probability of 0 counts as.
    private const float LeastLogProbability = -87.33654f;

    /// <summary>The samples with targets for <see cref="DistillationLoss"/>: the teacher's logits, or the logarithms of its probabilities, which give the same; and the class.</summary>
    /// <param name="teacher">The teacher; its last activation is softmax, log-softmax or none.</param>
    /// <param name="data">The samples, made from class labels.</param>
    /// <exception cref="ArgumentException">The samples or the teacher do not fit.</exception>
    public static Dataset Teach(INetwork teacher, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        NetworkInfo info = teacher.Info;
        Evaluator.RequireSamples(data, info, nameof(data));
        if (!data.IsClassLabelled) throw new ArgumentException("The data set was not made from class labels.", nameof(data));
        ClassDecision.RequireLabelsInRange(data, info, nameof(data));
        if (!CrossEntropy.IsFusedWith(info.OutputActivation))
            throw new ArgumentException($"The last activation of {info.Name} is {info.OutputActivation}; that of a teacher is Softmax, LogSoftmax or Identity.", nameof(teacher));

        int outputs = info.OutputSize;
        float[] taught = new float[checked(data.Count * outputs)], targets = new float[checked(data.Count * (outputs + 1))];
        teacher.ForwardBatch(data.Features, taught);
        for (int sample = 0; sample < data.Count; sample++)
        {
            Span<float> target = targets.AsSpan(sample * (outputs + 1), outputs + 1);
            taught.AsSpan(sample * outputs, outputs).CopyTo(target);
            if (info.OutputActivation == Activation.Softmax)
                foreach (ref float value in target[..outputs]) value = MathF.Max(MathF.Log(value), LeastLogProbability);
            target[outputs] = data.Label(sample);
        }

        return data.WithTargets(targets, outputs + 1);
    }
}
