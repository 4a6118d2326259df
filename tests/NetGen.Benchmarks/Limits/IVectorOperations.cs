namespace NetGen.Benchmarks.Limits;

/// <summary>What the measurements of the machine need of a kind of vector of floats.</summary>
internal interface IVectorOperations<TVector>
    where TVector : struct
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    static abstract TVector Create(float value);

    static abstract TVector Load(ref float source, nuint offset);

    static abstract void Store(TVector vector, ref float destination, nuint offset);

    /// <summary>a·b + c, in one instruction where there is one.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector Xor(TVector a, TVector b);

    /// <summary>a / √a.</summary>
    static abstract TVector DivideByRoot(TVector a);

    /// <summary>The sum of the lanes, so that a result is used.</summary>
    static abstract float Sum(TVector vector);
}
