using System.Collections.Generic;

namespace NetGen.Formats;

/// <summary>Finds the orders in which each layer takes what the one before it gives.</summary>
internal static class ChainSearch
{
    // Many layers of the same sizes have more orders than can be tried.
    private const int MaxSteps = 100_000;

    /// <summary>The orders, at most two of them, which is enough to know that there is no single one; null if there were too many to try.</summary>
    /// <param name="inputs">What each layer takes.</param>
    /// <param name="outputs">What each layer gives.</param>
    /// <param name="before">For each layer, one that has to come before it; -1 for none.</param>
    public static List<int[]>? Find(int[] inputs, int[] outputs, int[] before)
    {
        var found = new List<int[]>();
        int[] order = new int[inputs.Length], next = new int[inputs.Length + 1];
        bool[] isUsed = new bool[inputs.Length];
        int depth = 0;

        // Depth first, without recursion: next[depth] is the next layer to be tried at that place.
        for (int step = 0; depth >= 0; step++)
        {
            if (step > MaxSteps) return null;
            if (depth == inputs.Length)
            {
                found.Add([.. order]);
                if (found.Count == 2) return found;
                depth--;
                isUsed[order[depth]] = false;
                continue;
            }

            int candidate = next[depth]++;
            if (candidate == inputs.Length)
            {
                next[depth] = 0;
                depth--;
                if (depth >= 0) isUsed[order[depth]] = false;
            }
            else if (!isUsed[candidate] && (before[candidate] < 0 || isUsed[before[candidate]])
                && (depth == 0 || outputs[order[depth - 1]] == inputs[candidate]))
            {
                order[depth] = candidate;
                isUsed[candidate] = true;
                depth++;
            }
        }

        return found;
    }
}
