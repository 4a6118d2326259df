using System;

namespace NetGen.Tests.Reference;

internal enum TargetForm
{
    /// <summary>One value for each output.</summary>
    Values,

    /// <summary>The index of a class, [1].</summary>
    ClassIndex,
}

/// <summary>Random targets such as each loss takes.</summary>
internal static class Targets
{
    /// <summary>Fills the target of one sample.</summary>
    /// <param name="random">Where they come from.</param>
    /// <param name="kind">The loss.</param>
    /// <param name="form">How the target is written.</param>
    /// <param name="target">[outputs] or [1].</param>
    /// <param name="outputs">The number of outputs, for class indices.</param>
    public static void Write(Random random, LossKind kind, TargetForm form, Span<float> target, int outputs = 0)
    {
        if (form == TargetForm.ClassIndex)
        {
            target[0] = random.Next(outputs);
            return;
        }

        switch (kind)
        {
            case LossKind.BinaryCrossEntropy:
                // Mostly labels; sometimes soft ones.
                foreach (ref float t in target) t = random.Next(4) == 0 ? random.NextSingle() : random.Next(2);
                break;
            case LossKind.Hinge or LossKind.SquaredHinge:
                foreach (ref float t in target) t = 2 * random.Next(2) - 1;
                break;
            case LossKind.CategoricalCrossEntropy or LossKind.SmoothedCrossEntropy or LossKind.KullbackLeibler:
                WriteDistribution(random, target);
                break;
            default:
                foreach (ref float t in target) t = 4 * random.NextSingle() - 2;
                break;
        }
    }

    /// <summary>One class alone, or a distribution over all with a zero in it now and then.</summary>
    private static void WriteDistribution(Random random, Span<float> target)
    {
        target.Clear();
        if (random.Next(2) == 0)
        {
            target[random.Next(target.Length)] = 1;
            return;
        }

        float sum = 0;
        foreach (ref float t in target) sum += t = random.Next(4) == 0 ? 0 : random.NextSingle();
        if (sum == 0) sum = target[0] = 1;
        foreach (ref float t in target) t /= sum;
    }
}
