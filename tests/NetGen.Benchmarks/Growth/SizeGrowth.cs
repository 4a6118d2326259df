using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Growth;

/// <summary>Times, emitted code and JIT time over a range of networks that differ in one size.</summary>
internal sealed class SizeGrowth
{
    private const int Batch = 32;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan JitBudget = TimeSpan.FromSeconds(2);

    private readonly string _size;
    private readonly Dictionary<int, NetworkText> _texts;
    private readonly CompiledNetworks _networks;

    private SizeGrowth(string size, Dictionary<int, NetworkText> texts)
    {
        (_size, _texts) = (size, texts);
        _networks = CompiledNetworks.Compile(texts.Values);
    }

    /// <summary>Two dense layers with ReLU, all of one width from 8 to 2048.</summary>
    public static IEnumerable<Curve> OfWidth()
    {
        var growth = new SizeGrowth("width", Powers(8, 2048).ToDictionary(width => width, width => NetworkText.Dense($"Width{width}", Activation.ReLU, width, width, width)));

        // The layers are written out up to 64 vector multiply-adds, which any of these widths from 32 on has more of; and up to four panels of 32 outputs are
        // taken together, so that from 128 on layers have all the loops that there are.
        const int FirstInLoops = 32, FirstWithAllLoops = 128;
        return growth.Measure(
            new GrowthLaw.WithWork(width => width * width), new GrowthLaw.Constant(FirstWithAllLoops, MostRatio: 1.02), new GrowthLaw.Constant(FirstInLoops, MostRatio: 2));
    }

    /// <summary>From 1 to 64 dense layers with ReLU, all 32 wide.</summary>
    public static IEnumerable<Curve> OfDepth()
    {
        const int Width = 32;
        var growth = new SizeGrowth("depth", Powers(1, 64).ToDictionary(
            depth => depth, depth => NetworkText.Dense($"Depth{depth}", Activation.ReLU, [.. Enumerable.Repeat(Width, depth + 1)])));
        var linear = new GrowthLaw.WithWork(depth => depth);
        return growth.Measure(linear, linear, linear);
    }

    /// <summary>The powers of two in a range.</summary>
    public static IEnumerable<int> Powers(int first, int last)
    {
        for (int size = first; size <= last; size *= 2) yield return size;
    }

    private IEnumerable<Curve> Measure(GrowthLaw time, GrowthLaw code, GrowthLaw jit) =>
    [
        new($"{_size}-time", $"Time of one sample, and of a training step of {Batch}, against {_size}", _size, "ns", time, Curve.Measure(_texts.Keys, ["Forward", "training step"], Times)),
        new($"{_size}-code", $"Emitted code against {_size}", _size, "bytes of IL", code, Curve.Measure(_texts.Keys, ["class and kernels"], size => [_networks.EmittedBytes(_texts[size])])),
        new($"{_size}-jit", $"JIT time of first calls against {_size}", _size, "ms", jit, Curve.Measure(_texts.Keys, ["Forward", "BackwardBatch"], JitTimes)),
    ];

    private double[] Times(int size)
    {
        INetwork network = _networks.Create(_texts[size]);
        var bodies = new NetworkBodies(network, Batch);
        Timing[] timings = Race.Run(Budget, Clock.Processor, bodies.ForwardOne, bodies.TrainingStep);
        return [.. timings.Select(timing => timing.Least)];
    }

    /// <summary>The least of several loads of the assembly, in each of which the JIT meets the methods for the first time.</summary>
    private double[] JitTimes(int size)
    {
        double backward = double.PositiveInfinity;
        double forward = Repeat.Least(JitBudget, () =>
        {
            var bodies = new NetworkBodies(_networks.Reload().Create(_texts[size]), batch: 1);
            double forward = JitTime(() => bodies.ForwardOne(1));
            backward = Math.Min(backward, JitTime(() => bodies.Backward(1)));
            return forward;
        });
        return [forward, backward];
    }

    /// <summary>
    /// The less of two upper bounds of the time that the JIT works, in ms: what it says itself, which is longer on a busy machine, and the processor time of
    /// the call, which has the work of the call in it.
    /// </summary>
    private static double JitTime(Action call)
    {
        TimeSpan jit = JitInfo.GetCompilationTime(currentThread: true);
        double processor = Clock.Processor();
        call();
        return Math.Min((JitInfo.GetCompilationTime(currentThread: true) - jit).TotalMilliseconds, (Clock.Processor() - processor) / 1e6);
    }
}
