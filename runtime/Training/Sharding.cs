using System;

namespace NetGen;

/// <summary>
/// Into how many shards the batch of a step is cut: one for each worker, but fewer, or only one, where that would cost more than it saves. Sizes alone
/// decide, so that the arithmetic of a step is the same on every run.
/// </summary>
/// <param name="MinSamples">The samples of a shard, at least: with fewer, handing gradients from core to core takes longer than computing them.</param>
/// <param name="MinWork">The samples × parameters of a shard, at least: with fewer, threads take longer to meet than to work.</param>
/// <param name="MinTotalWork">The samples × parameters × epochs of training, at least, for which threads are started.</param>
internal readonly record struct Sharding(int MinSamples, long MinWork, double MinTotalWork)
{
    /// <summary>
    /// Break-even and a margin, measured on two cores that share no cache: steps gain from 20 samples and 100,000 samples × parameters a shard on; threads
    /// are started and ended in half a millisecond.
    /// </summary>
    public static Sharding Default { get; } = new(MinSamples: 32, MinWork: 1 << 18, MinTotalWork: 1 << 27);

    /// <summary>The number of shards of a batch.</summary>
    /// <param name="samples">The samples of the batch.</param>
    /// <param name="parameterCount">The parameters of the network.</param>
    /// <param name="workers">The most shards.</param>
    public int Count(int samples, int parameterCount, int workers) =>
        (int)Math.Clamp(Math.Min(samples / MinSamples, (long)samples * parameterCount / MinWork), 1, workers);

    /// <summary>The number of threads that compute the shards.</summary>
    /// <param name="shards">The shards of a batch.</param>
    /// <param name="totalWork">The samples × parameters × epochs of training, at most.</param>
    public int Threads(int shards, double totalWork) => totalWork < MinTotalWork ? 1 : Math.Min(shards, Environment.ProcessorCount);
}
