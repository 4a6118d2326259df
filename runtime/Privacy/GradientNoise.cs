using System;
using System.Runtime.InteropServices;
using NetGen.Kernels;

namespace NetGen;

/// <summary>Gaussian noise for the gradients of a network: for every parameter that is trained, and for nothing that pads them.</summary>
internal sealed class GradientNoise
{
    private const int BlockLength = 4096;

    private readonly PrivateRandom _random;
    private readonly AlignedBuffer _isTrained;
    private readonly uint[] _bits = GC.AllocateArray<uint>(BlockLength, pinned: true);

    public GradientNoise(NetworkInfo network, PrivateRandom random)
    {
        _random = random;
        _isTrained = new AlignedBuffer(network.ParameterBufferLength);
        foreach (TensorInfo tensor in network.Tensors)
        {
            if (!tensor.IsTrained) continue;
            float[] ones = new float[tensor.Count];
            Array.Fill(ones, 1f);
            TensorPacking.Pack(tensor, ones, _isTrained.Span.Slice(tensor.Offset, tensor.Length));
        }
    }

    /// <summary>Adds a number of the normal distribution with that deviation to each gradient.</summary>
    public void AddTo(Span<float> gradients, float deviation)
    {
        for (int start = 0; start < gradients.Length; start += BlockLength)
        {
            Span<float> block = gradients.Slice(start, Math.Min(BlockLength, gradients.Length - start));
            Span<uint> bits = _bits.AsSpan(0, NormalNumbers.Drawn(block.Length));
            _random.Fill(bits);
            NormalNumbers.FromBits(bits);
            ParameterMath.AddProducts(block, deviation, _isTrained.Span.Slice(start, block.Length), MemoryMarshal.Cast<uint, float>(bits));
        }
    }
}
