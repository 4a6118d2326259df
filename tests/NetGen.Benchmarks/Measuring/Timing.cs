namespace NetGen.Benchmarks.Measuring;

/// <summary>What came of one competitor of a <see cref="Race"/>.</summary>
/// <param name="Least">The fastest round, in ns per call.</param>
/// <param name="Median">The median round, in ns per call.</param>
/// <param name="AllocatedBytes">Managed memory allocated in all rounds together, in bytes.</param>
internal readonly record struct Timing(double Least, double Median, long AllocatedBytes);
