using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics;
using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Limits;

/// <summary>The limits of the machine, measured with one kind of vector.</summary>
internal abstract class MachineLimit
{
    /// <summary>The smallest buffer that bandwidth is measured with: below, the loop around it would count.</summary>
    private const int SmallestBuffer = 16 * 1024;

    protected static readonly TimeSpan Budget = TimeSpan.FromSeconds(0.6);

    private readonly Dictionary<int, double> _load = [];
    private readonly Dictionary<int, double> _store = [];

    /// <summary>The measurement with <see cref="Vector{T}"/> and, where the machine has them, the one with vectors of 512 bits.</summary>
    public static (MachineLimit Portable, MachineLimit? Wide) All() => (
        new Of<Vector<float>, PortableVector>("`Vector<float>`"),
        Vector512.IsHardwareAccelerated ? new Of<Vector512<float>, WideVector>("`Vector512<float>`") : null);

    /// <summary>The kind of vector.</summary>
    public abstract string Name { get; }

    /// <summary>The bytes of a vector.</summary>
    public abstract int VectorBytes { get; }

    /// <summary>Multiply-adds of floats per ns.</summary>
    public abstract double MultiplyAdds { get; }

    /// <summary>Floats per ns that are divided by their square roots.</summary>
    public abstract double DivisionsByRoot { get; }

    /// <summary>
    /// Races bodies beside the loop that measures <see cref="MultiplyAdds"/>, and returns the least time of each at the clock the processor had when that was
    /// measured: a processor changes its clock while it works, and limits and times are to be of the same.
    /// </summary>
    public abstract double[] Race(TimeSpan budget, params Action<int>[] bodies);

    /// <summary>Bytes per ns that can be read again and again from so many bytes.</summary>
    public double LoadBandwidth(long bytes) => At(_load, bytes, MeasureLoad);

    /// <summary>Bytes per ns that can be written again and again to so many bytes.</summary>
    public double StoreBandwidth(long bytes) => At(_store, bytes, MeasureStore);

    /// <summary>Measures both beforehand for so many KiB: a bound is as good as the measurements at its size and above.</summary>
    public void MeasureBandwidths(ReadOnlySpan<int> kilobytes)
    {
        foreach (int size in kilobytes)
        {
            LoadBandwidth(1024L * size);
            StoreBandwidth(1024L * size);
        }
    }

    protected abstract double MeasureLoad(AlignedBuffer buffer);

    protected abstract double MeasureStore(AlignedBuffer buffer);

    private static double At(Dictionary<int, double> known, long bytes, Func<AlignedBuffer, double> measure)
    {
        const int Step = 1024;
        int rounded = (int)Math.Max(SmallestBuffer, (bytes + Step - 1) / Step * Step);
        if (!known.ContainsKey(rounded)) known.Add(rounded, measure(new AlignedBuffer(rounded / sizeof(float))));

        // What a larger buffer gives, a smaller one can give, too: a measurement that was disturbed does not lower the bound.
        return known.Where(entry => entry.Key >= rounded).Max(entry => entry.Value);
    }

    private sealed class Of<TVector, TOperations>(string name) : MachineLimit
        where TVector : struct
        where TOperations : struct, IVectorOperations<TVector>
    {
        private const int Rounds = 1000;
        private const double LoopVectors = (double)PeakLoops<TVector, TOperations>.Chains * Rounds;
        private const int Divisions = 1024;

        private double? _multiplyAdds;
        private double? _divisions;

        public override string Name => name;

        public override int VectorBytes => sizeof(float) * TOperations.Count;

        public override double MultiplyAdds => _multiplyAdds ??= LoopVectors * TOperations.Count / Measuring.Race.RunAlone(Budget, MultiplyAddLoop).Least;

        public override double DivisionsByRoot => _divisions ??= MeasureDivisions();

        public override double[] Race(TimeSpan budget, params Action<int>[] bodies)
        {
            double expected = LoopVectors * TOperations.Count / MultiplyAdds;
            Timing[] timings = Measuring.Race.Run(budget, [MultiplyAddLoop, .. bodies]);
            return [.. timings.Skip(1).Select(timing => timing.Least * expected / timings[0].Least)];
        }

        protected override double MeasureLoad(AlignedBuffer buffer) =>
            Rate(sizeof(float) * (double)buffer.Length, () => PeakLoops<TVector, TOperations>.Load(ref buffer.Reference, buffer.Length));

        protected override double MeasureStore(AlignedBuffer buffer) => Rate(sizeof(float) * (double)buffer.Length, () =>
        {
            PeakLoops<TVector, TOperations>.Store(ref buffer.Reference, buffer.Length);
            return buffer.Span[0];
        });

        private static double MeasureDivisions()
        {
            var buffer = new AlignedBuffer(Divisions);
            buffer.Span.Fill(2f);
            return Rate(Divisions, () => PeakLoops<TVector, TOperations>.DivideByRoot(ref buffer.Reference, Divisions));
        }

        private static void MultiplyAddLoop(int calls) => Repeat(calls, () => PeakLoops<TVector, TOperations>.MultiplyAdd(Rounds));

        private static double Rate(double amount, Func<float> body) => amount / Measuring.Race.RunAlone(Budget, calls => Repeat(calls, body)).Least;

        private static void Repeat(int calls, Func<float> body)
        {
            float sum = 0f;
            for (int call = 0; call < calls; call++) sum += body();
            if (float.IsNaN(sum)) throw new InvalidOperationException("A loop computes NaN.");
        }
    }
}
