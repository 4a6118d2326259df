using System;

namespace NetGen;

/// <summary>Which class an output decides for, and which one a target names.</summary>
internal static class ClassDecision
{
    /// <summary>The class an output decides for, as <see cref="INetwork.Predict"/> documents it; −1 if a value is NaN.</summary>
    public static int Of(ReadOnlySpan<float> output, Activation activation)
    {
        if (output.Length > 1) return IndexOfMax(output);
        if (float.IsNaN(output[0])) return -1;
        return (activation == Activation.Sigmoid ? output[0] >= 0.5f : output[0] > 0f) ? 1 : 0;
    }

    /// <summary>
    /// The classes that the targets name, for a network of so many outputs, or null if they do not name any. One output: 0 and 1, or −1 and 1, are the
    /// classes 0 and 1. More outputs: targets of one value are class indices; targets of one value an output must be one-hot.
    /// </summary>
    public static int[]? ReadTargets(Dataset data, int outputSize)
    {
        int[] classes = new int[data.Count];
        bool hasZero = false, hasMinusOne = false;
        for (int i = 0; i < classes.Length; i++)
        {
            ReadOnlySpan<float> target = data.Target(i);
            if (target.Length == 1 && outputSize == 1)
            {
                if (target[0] is not (0f or 1f or -1f)) return null;
                hasZero |= target[0] == 0f;
                hasMinusOne |= target[0] == -1f;
                classes[i] = target[0] == 1f ? 1 : 0;
            }
            else if (target.Length == 1)
            {
                if (!(target[0] >= 0f && target[0] < outputSize && float.IsInteger(target[0]))) return null;
                classes[i] = (int)target[0];
            }
            else
            {
                int one = target.IndexOf(1f);
                if (target.Length != outputSize || one < 0 || target.Count(0f) != target.Length - 1) return null;
                classes[i] = one;
            }
        }

        return hasZero && hasMinusOne ? null : classes;
    }

    /// <summary>Refuses labels that the network has no output for. Data that do not come from labels are left to the loss.</summary>
    public static void RequireLabelsInRange(Dataset data, NetworkInfo info, string parameter)
    {
        if (!data.IsClassLabelled) return;
        int classCount = Math.Max(2, info.OutputSize);
        ReadOnlySpan<float> targets = data.Targets;
        int i = targets.IndexOfAnyExceptInRange(0f, classCount - 1);
        if (i < 0) return;
        throw new ArgumentException($"Sample {i} is of class {targets[i]}, and {info.Name} decides between 0 and {classCount - 1}.", parameter);
    }

    private static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i])) return -1;
            if (values[i] > values[best]) best = i;
        }

        return best;
    }
}
