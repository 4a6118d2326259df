using System;

namespace NetGen.Benchmarks.Limits;

/// <summary>Update rules over flat spans, beside the bandwidth of the memory that holds parameters, gradients and state.</summary>
internal sealed class OptimizerLimits(MachineLimit portable, MachineLimit? wide)
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(0.6);

    private readonly LimitTable _table = new(portable, wide);

    public void Print()
    {
        foreach (int count in (int[])[2 * 1024, 16 * 1024, 128 * 1024])
        {
            Add(nameof(Sgd), new Sgd(1e-7f), count);
            Add(nameof(Momentum), new Momentum(1e-7f), count);
            Add(nameof(Adam), new Adam(1e-7f), count, limit => count / limit.DivisionsByRoot);
        }

        Console.WriteLine("Update rules. Bound: what is read at the bandwidth of loads, what is written at that of stores, from as many bytes; for Adam also a division and a square root for each parameter.");
        Console.WriteLine();
        Console.WriteLine(_table);
    }

    private void Add(string name, IOptimizer optimizer, int count, Func<MachineLimit, double>? arithmetic = null)
    {
        var parameters = new AlignedBuffer(count);
        var gradients = new AlignedBuffer(count);
        var state = new AlignedBuffer(optimizer.StateLength(count));
        gradients.Span.Fill(0.1f);
        int step = 0;
        double nanoseconds = (wide ?? portable).Race(Budget, calls =>
        {
            for (int call = 0; call < calls; call++) optimizer.Update(parameters.Span, gradients.Span, state.Span, ++step, optimizer.LearningRate);
        })[0];
        long read = sizeof(float) * (2L * count + state.Length), written = sizeof(float) * ((long)count + state.Length);
        _table.Add($"{name}, {count / 1024} K parameters", nanoseconds, limit => Math.Max(
            Math.Max(read / limit.LoadBandwidth(read), written / limit.StoreBandwidth(read)), arithmetic?.Invoke(limit) ?? 0));
    }
}
