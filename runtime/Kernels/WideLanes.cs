using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.Kernels;

/// <summary>
/// Dense layers for vectors of more than 8 lanes, one vector at a time and for any shape: the register tiles of generated code are made for 4 and 8 lanes.
/// Weights lie as <see cref="TensorLayout.DensePanels"/> says.
/// </summary>
public static class WideLanes
{
    /// <summary>z = W·x + b.</summary>
    /// <param name="w">The weights, [paddedOutputs × inputs].</param>
    /// <param name="b">The biases, [paddedOutputs], or a null reference.</param>
    /// <param name="x">The input, [inputs].</param>
    /// <param name="z">Receives the output, [paddedOutputs].</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="paddedOutputs">The number of outputs, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ref float w, ref float b, ref float x, ref float z, nuint inputs, nuint paddedOutputs)
    {
        nuint lanes = (nuint)Vector<float>.Count;
        for (nuint j = 0; j < paddedOutputs; j += lanes)
        {
            ref float wi = ref Panel(ref w, j, inputs, paddedOutputs, out nuint width);
            Vector<float> even = Unsafe.IsNullRef(ref b) ? Vector<float>.Zero : Vector.LoadUnsafe(ref b, j), odd = Vector<float>.Zero;
            nuint i = 0;
            for (; i + 2 <= inputs; i += 2)
            {
                even = Vector.MultiplyAddEstimate(new Vector<float>(Unsafe.Add(ref x, i)), Vector.LoadUnsafe(ref wi), even);
                odd = Vector.MultiplyAddEstimate(new Vector<float>(Unsafe.Add(ref x, i + 1)), Vector.LoadUnsafe(ref wi, width), odd);
                wi = ref Unsafe.Add(ref wi, 2 * width);
            }

            if (i < inputs) even = Vector.MultiplyAddEstimate(new Vector<float>(Unsafe.Add(ref x, i)), Vector.LoadUnsafe(ref wi), even);
            (even + odd).StoreUnsafe(ref z, j);
        }
    }

    /// <summary>dW += dz⊗x, or dW = dz⊗x.</summary>
    /// <param name="x">The input, [inputs].</param>
    /// <param name="dz">dL/dz, [paddedOutputs].</param>
    /// <param name="dw">dL/dW, [paddedOutputs × inputs].</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="paddedOutputs">The number of outputs, a multiple of 16.</param>
    /// <param name="accumulate">Whether to add to dW.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightGradient(ref float x, ref float dz, ref float dw, nuint inputs, nuint paddedOutputs, bool accumulate)
    {
        nuint lanes = (nuint)Vector<float>.Count;
        Vector<float> keep = accumulate ? Vector<float>.AllBitsSet : Vector<float>.Zero;
        for (nuint j = 0; j < paddedOutputs; j += lanes)
        {
            ref float dwi = ref Panel(ref dw, j, inputs, paddedOutputs, out nuint width);
            Vector<float> d = Vector.LoadUnsafe(ref dz, j);
            for (nuint i = 0; i < inputs; i++)
            {
                Vector.MultiplyAddEstimate(new Vector<float>(Unsafe.Add(ref x, i)), d, keep & Vector.LoadUnsafe(ref dwi)).StoreUnsafe(ref dwi);
                dwi = ref Unsafe.Add(ref dwi, width);
            }
        }
    }

    // Output j of input 0, and the floats from one input to the next.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Panel(ref float w, nuint j, nuint inputs, nuint paddedOutputs, out nuint width)
    {
        nuint start = j & ~(nuint)31;
        width = paddedOutputs - start < 32 ? 16u : 32u;
        return ref Unsafe.Add(ref w, start * inputs + (j - start));
    }
}
