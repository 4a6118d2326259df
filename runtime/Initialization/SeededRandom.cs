using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// Random numbers that are the same for the same seed on every machine: xoshiro256**, its state filled by SplitMix64, as Blackman and Vigna recommend in
/// "Scrambled linear pseudorandom number generators" (ACM Transactions on Mathematical Software 47, 2021). Not for cryptography; one thread at a time.
/// </summary>
public sealed class SeededRandom
{
    private ulong _s0, _s1, _s2, _s3;
    private double _spareNormal;
    private bool _hasSpareNormal;

    /// <summary>Starts the sequence of a seed.</summary>
    /// <param name="seed">Any number.</param>
    public SeededRandom(ulong seed) =>
        (_s0, _s1, _s2, _s3) = (SplitMix64(ref seed), SplitMix64(ref seed), SplitMix64(ref seed), SplitMix64(ref seed));

    /// <summary>Starts the sequence of a seed.</summary>
    /// <param name="seed">Any number; one that is not negative gives the sequence of the same number as <see cref="ulong"/>.</param>
    public SeededRandom(int seed)
        : this(unchecked((ulong)seed))
    {
    }

    /// <summary>Starts from a state of the generator, of which not all words may be zero.</summary>
    internal SeededRandom(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>Starts the sequence of an epoch, another one for every seed and epoch.</summary>
    internal static SeededRandom OfEpoch(int seed, int epoch) => new(((ulong)(uint)epoch << 32) | (uint)seed);

    /// <summary>The words of <see cref="SaveState"/>.</summary>
    internal const int StateLength = 6;

    /// <summary>The state, to go on from later.</summary>
    internal long[] SaveState() => [(long)_s0, (long)_s1, (long)_s2, (long)_s3, BitConverter.DoubleToInt64Bits(_spareNormal), _hasSpareNormal ? 1 : 0];

    /// <summary>Goes on from a state of <see cref="SaveState"/>; false for words that are none.</summary>
    internal bool TryLoadState(ReadOnlySpan<long> state)
    {
        if (state.Length != StateLength || (state[0] | state[1] | state[2] | state[3]) == 0 || state[5] is not (0 or 1)) return false;
        (_s0, _s1, _s2, _s3) = ((ulong)state[0], (ulong)state[1], (ulong)state[2], (ulong)state[3]);
        (_spareNormal, _hasSpareNormal) = (BitConverter.Int64BitsToDouble(state[4]), state[5] == 1);
        return true;
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A multiple of 2⁻²⁴ in [0, 1), each equally likely.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <summary>A multiple of 2⁻⁵³ in [0, 1), each equally likely.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1L << 53));

    /// <summary>
    /// A number of the standard normal distribution, mean 0 and variance 1, by the polar method (Marsaglia and Bray, "A convenient method for generating
    /// normal variables", SIAM Review 6, 1964).
    /// </summary>
    public double NextNormal()
    {
        if (_hasSpareNormal)
        {
            _hasSpareNormal = false;
            return _spareNormal;
        }

        double x, y, s;
        do
        {
            x = 2 * NextDouble() - 1;
            y = 2 * NextDouble() - 1;
            s = x * x + y * y;
        }
        while (s is >= 1 or 0);

        double factor = Math.Sqrt(-2 * PortableMath.Log(s) / s);
        _spareNormal = y * factor;
        _hasSpareNormal = true;
        return x * factor;
    }

    /// <summary>
    /// A whole number in [0, <paramref name="exclusiveBound"/>), each equally likely (Lemire, "Fast random integer generation in an interval",
    /// ACM Transactions on Modeling and Computer Simulation 29, 2019).
    /// </summary>
    /// <param name="exclusiveBound">The bound, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is less than 1.</exception>
    public int NextInt(int exclusiveBound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveBound, 1);
        uint bound = (uint)exclusiveBound;
        ulong product = (NextUInt64() >> 32) * bound;
        if ((uint)product < bound)
        {
            uint threshold = unchecked(0u - bound) % bound;
            while ((uint)product < threshold) product = (NextUInt64() >> 32) * bound;
        }

        return (int)(product >> 32);
    }

    /// <summary>Puts the values into random order, each equally likely (the shuffle of Fisher and Yates).</summary>
    /// <param name="values">The values.</param>
    public void Shuffle(Span<int> values) => Shuffle<int>(values);

    /// <summary>The same for values of any kind.</summary>
    internal void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>The next number of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong SplitMix64(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
