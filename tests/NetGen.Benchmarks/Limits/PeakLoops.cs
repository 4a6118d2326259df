using System.Runtime.CompilerServices;

namespace NetGen.Benchmarks.Limits;

/// <summary>Loops that do one thing as fast as the machine can.</summary>
internal static class PeakLoops<TVector, TOperations>
    where TVector : struct
    where TOperations : struct, IVectorOperations<TVector>
{
    /// <summary>The vector multiply-adds in one round of <see cref="MultiplyAdd"/>: twelve chains, since one takes four cycles and two start in each.</summary>
    public const int Chains = 12;

    /// <summary>The vectors in one round of <see cref="Load"/>, <see cref="Store"/> and <see cref="DivideByRoot"/>.</summary>
    public const int VectorsPerRound = 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float MultiplyAdd(int rounds)
    {
        TVector factor = TOperations.Create(0.99f), term = TOperations.Create(0.01f);
        TVector a = term, b = term, c = term, d = term, e = term, f = term, g = term, h = term, i = term, j = term, k = term, l = term;
        for (int round = 0; round < rounds; round++)
        {
            a = TOperations.MultiplyAdd(a, factor, term);
            b = TOperations.MultiplyAdd(b, factor, term);
            c = TOperations.MultiplyAdd(c, factor, term);
            d = TOperations.MultiplyAdd(d, factor, term);
            e = TOperations.MultiplyAdd(e, factor, term);
            f = TOperations.MultiplyAdd(f, factor, term);
            g = TOperations.MultiplyAdd(g, factor, term);
            h = TOperations.MultiplyAdd(h, factor, term);
            i = TOperations.MultiplyAdd(i, factor, term);
            j = TOperations.MultiplyAdd(j, factor, term);
            k = TOperations.MultiplyAdd(k, factor, term);
            l = TOperations.MultiplyAdd(l, factor, term);
        }

        TVector all = TOperations.Xor(TOperations.Xor(TOperations.Xor(a, b), TOperations.Xor(c, d)), TOperations.Xor(TOperations.Xor(e, f), TOperations.Xor(g, h)));
        return TOperations.Sum(TOperations.Xor(all, TOperations.Xor(TOperations.Xor(i, j), TOperations.Xor(k, l))));
    }

    /// <summary>Reads so many floats, a multiple of a round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Load(ref float source, int count)
    {
        nuint lanes = (nuint)TOperations.Count;
        TVector zero = TOperations.Create(0f);
        TVector a = zero, b = zero, c = zero, d = zero;
        ref float at = ref source;
        for (int done = 0; done < count; done += VectorsPerRound * TOperations.Count)
        {
            a = TOperations.Xor(a, TOperations.Load(ref at, 0));
            b = TOperations.Xor(b, TOperations.Load(ref at, lanes));
            c = TOperations.Xor(c, TOperations.Load(ref at, 2 * lanes));
            d = TOperations.Xor(d, TOperations.Load(ref at, 3 * lanes));
            a = TOperations.Xor(a, TOperations.Load(ref at, 4 * lanes));
            b = TOperations.Xor(b, TOperations.Load(ref at, 5 * lanes));
            c = TOperations.Xor(c, TOperations.Load(ref at, 6 * lanes));
            d = TOperations.Xor(d, TOperations.Load(ref at, 7 * lanes));
            at = ref Unsafe.Add(ref at, VectorsPerRound * TOperations.Count);
        }

        return TOperations.Sum(TOperations.Xor(TOperations.Xor(a, b), TOperations.Xor(c, d)));
    }

    /// <summary>Writes so many floats, a multiple of a round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(ref float destination, int count)
    {
        nuint lanes = (nuint)TOperations.Count;
        TVector one = TOperations.Create(1f);
        ref float at = ref destination;
        for (int done = 0; done < count; done += VectorsPerRound * TOperations.Count)
        {
            TOperations.Store(one, ref at, 0);
            TOperations.Store(one, ref at, lanes);
            TOperations.Store(one, ref at, 2 * lanes);
            TOperations.Store(one, ref at, 3 * lanes);
            TOperations.Store(one, ref at, 4 * lanes);
            TOperations.Store(one, ref at, 5 * lanes);
            TOperations.Store(one, ref at, 6 * lanes);
            TOperations.Store(one, ref at, 7 * lanes);
            at = ref Unsafe.Add(ref at, VectorsPerRound * TOperations.Count);
        }
    }

    /// <summary>Divides so many floats by their square roots, a multiple of a round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float DivideByRoot(ref float source, int count)
    {
        nuint lanes = (nuint)TOperations.Count;
        TVector zero = TOperations.Create(0f);
        TVector a = zero, b = zero, c = zero, d = zero;
        ref float at = ref source;
        for (int done = 0; done < count; done += VectorsPerRound * TOperations.Count)
        {
            a = TOperations.Xor(a, TOperations.DivideByRoot(TOperations.Load(ref at, 0)));
            b = TOperations.Xor(b, TOperations.DivideByRoot(TOperations.Load(ref at, lanes)));
            c = TOperations.Xor(c, TOperations.DivideByRoot(TOperations.Load(ref at, 2 * lanes)));
            d = TOperations.Xor(d, TOperations.DivideByRoot(TOperations.Load(ref at, 3 * lanes)));
            a = TOperations.Xor(a, TOperations.DivideByRoot(TOperations.Load(ref at, 4 * lanes)));
            b = TOperations.Xor(b, TOperations.DivideByRoot(TOperations.Load(ref at, 5 * lanes)));
            c = TOperations.Xor(c, TOperations.DivideByRoot(TOperations.Load(ref at, 6 * lanes)));
            d = TOperations.Xor(d, TOperations.DivideByRoot(TOperations.Load(ref at, 7 * lanes)));
            at = ref Unsafe.Add(ref at, VectorsPerRound * TOperations.Count);
        }

        return TOperations.Sum(TOperations.Xor(TOperations.Xor(a, b), TOperations.Xor(c, d)));
    }
}
