namespace NetGen.Generator.Model;

/// <summary>The vectors that one set of kernels is written in.</summary>
/// <param name="Type">Their type.</param>
/// <param name="Class">The class of their operations, with its namespace.</param>
/// <param name="Functions">The runtime's class of their functions: activations and sums over lanes.</param>
/// <param name="Lanes">The most lanes that the register tiles are made for.</param>
/// <param name="Suffix">What the name of the class of kernels ends in.</param>
/// <param name="Description">When these kernels are the ones that run, in words.</param>
internal sealed record VectorPlan(string Type, string Class, string Functions, int Lanes, string Suffix, string Description)
{
    /// <summary>Vectors of whatever width the processor has, in tiles for 4 and 8 lanes.</summary>
    public static readonly VectorPlan Portable = new(
        "Vector<float>", "System.Numerics.Vector", "VectorMath", 8, "", "on vectors of 4 or 8 lanes, as the processor has them");

    /// <summary>Vectors of 16 lanes and 32 registers of them: AVX-512.</summary>
    public static readonly VectorPlan Wide = new(
        "Vector512<float>", "System.Runtime.Intrinsics.Vector512", "VectorMath512", 16, "512", "on vectors of 16 lanes, for processors that have them");
}
