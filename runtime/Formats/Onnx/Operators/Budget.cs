namespace NetGen.Formats.Onnx;

/// <summary>What one evaluation may still produce and compute; a node that would go beyond is refused before it allocates.</summary>
/// <param name="values">The values of tensors.</param>
/// <param name="work">The multiplications.</param>
internal sealed class Budget(long values, long work)
{
    private long _values = values, _work = work;

    /// <summary>For the evaluation of a file of this size.</summary>
    public static Budget ForFile(long bytes) => new(OnnxLimits.Values + bytes, OnnxLimits.Work + 64 * bytes);

    /// <summary>Takes a tensor of this shape from the budget.</summary>
    /// <returns>The number of its values.</returns>
    public int Take(int[] dims)
    {
        if (dims.Length > OnnxLimits.Rank) throw new NodeException($"gives a tensor of {dims.Length} dimensions.", $"at most {OnnxLimits.Rank} dimensions.");

        // Sizes of 0 count as 1, for a loop over the other dimensions costs time even if there is nothing in it.
        long product = 1;
        int count = 1;
        foreach (int size in dims)
        {
            if (size < 0) throw new NodeException($"gives a tensor of shape {OnnxTensor.Describe(dims)}.");
            product *= size == 0 ? 1 : size;
            if (product > _values)
                throw new BudgetException($"gives a tensor of shape {OnnxTensor.Describe(dims)}, and the evaluation has {_values} values left.",
                    $"fewer values; the limit is {OnnxLimits.Values} and one for each byte of the file.");
            count *= size;
        }

        // A node that produces nothing costs something, too.
        _values -= product;
        return count;
    }

    /// <summary>Takes multiplications, or values that are read, from the budget.</summary>
    public void Compute(long operations)
    {
        if (operations > _work)
            throw new BudgetException($"needs {operations} multiplications, and the evaluation has {_work} left.",
                $"fewer; the limit is {OnnxLimits.Work} and 64 for each byte of the file.");
        _work -= operations;
    }
}
