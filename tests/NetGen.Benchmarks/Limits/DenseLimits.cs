using System;
using System.Collections.Immutable;
using System.Linq;
using NetGen.Benchmarks.Peers;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Limits;

/// <summary>The generated kernels of single dense layers, and a whole training step, beside the limits of the machine.</summary>
internal sealed class DenseLimits(MachineLimit portable, MachineLimit? wide)
{
    private const int FirstCacheBytes = 16 * 1024;

    private static readonly TimeSpan LayerBudget = TimeSpan.FromSeconds(4);
    private static readonly ImmutableArray<int> Batches = [8, 32, 64];

    private readonly MachineLimit _best = wide ?? portable;
    private readonly LimitTable _single = new(portable, wide);
    private readonly LimitTable _forward = new(portable, wide);
    private readonly LimitTable _weightGradients = new(portable, wide);
    private readonly LimitTable _inputGradients = new(portable, wide);

    public void Print()
    {
        MeasureSingle<Layer16By16>(null);
        MeasureSingle<Layer64By32>(0.90);
        MeasureAll<Layer64By64>(0.90);
        MeasureAll<Layer128By128>(0.90);
        MeasureAll<Layer784By128>(0.90);
        MeasureAll<Layer512By512>(null);

        Print(
            "GEMV: the kernel of one sample, inputs × outputs. Bound: the multiply-adds at the peak; the weights at the bandwidth of that many bytes; and for weights and inputs, a vector " +
            "load for each of them from the first cache.",
            _single);
        Print("GEMM: the forward kernel of a batch, batch × inputs × outputs. Bound, as of the next two: the multiply-adds at the peak.", _forward);
        Print("dW: the backward kernel of a batch, db included.", _weightGradients);
        Print("dX: the kernel of a batch's dL/dx.", _inputGradients);
        Print("A whole training step: `BackwardBatch` and `Sgd.Update`. Bound: the multiply-adds of forward, dW and dX at the peak.", WholeStep());
    }

    private static void Print(string heading, LimitTable table)
    {
        Console.WriteLine(heading);
        Console.WriteLine();
        Console.WriteLine(table);
    }

    private void MeasureSingle<TNetwork>(double? target)
        where TNetwork : INetwork, new()
    {
        var layer = new LayerKernels(new TNetwork(), 1);
        AddSingle(layer, _best.Race(LayerBudget / 4, layer.ForwardOne)[0], target);
    }

    private void AddSingle(LayerKernels layer, double nanoseconds, double? target)
    {
        (int inputs, int outputs) = (layer.Inputs, layer.Outputs);
        long weightBytes = sizeof(float) * (long)inputs * outputs;
        double Weights(MachineLimit limit) => Math.Max(inputs * outputs / limit.MultiplyAdds, weightBytes / limit.LoadBandwidth(weightBytes));
        _single.Add($"{inputs} × {outputs}, weights and inputs", nanoseconds, limit => Math.Max(Weights(limit), (weightBytes + inputs * limit.VectorBytes) / limit.LoadBandwidth(FirstCacheBytes)), target);
        _single.Add($"{inputs} × {outputs}, weights alone", nanoseconds, Weights);
    }

    private void MeasureAll<TNetwork>(double? singleTarget)
        where TNetwork : INetwork, new()
    {
        LayerKernels[] layers = [.. Batches.Select(batch => new LayerKernels(new TNetwork(), batch))];
        double[] times = _best.Race(LayerBudget, [layers[0].ForwardOne, .. layers.SelectMany<LayerKernels, Action<int>>(layer => [layer.Forward, layer.WeightGradient, layer.InputGradient])]);
        AddSingle(layers[0], times[0], singleTarget);
        for (int index = 0; index < layers.Length; index++)
        {
            (int batch, int inputs, int outputs) = (Batches[index], layers[index].Inputs, layers[index].Outputs);
            string name = $"{batch} × {inputs} × {outputs}";
            double Bound(MachineLimit limit) => batch * inputs * outputs / limit.MultiplyAdds;
            _forward.Add(name, times[1 + 3 * index], Bound, batch >= 32 ? 0.93 : null);
            _weightGradients.Add(name, times[2 + 3 * index], Bound, 0.88);
            _inputGradients.Add(name, times[3 + 3 * index], Bound, 0.72);
        }
    }

    private LimitTable WholeStep()
    {
        var table = new LimitTable(portable, wide);
        Workload workload = Workload.Find("W4");
        DenseWeights[] weights = workload.Weights();
        using Peer peer = new NetGenPeer<CrossEntropy>(workload, new Samples(workload));
        double nanoseconds = _best.Race(LayerBudget / 2, calls =>
        {
            for (int call = 0; call < calls; call++) peer.TrainStep(UpdateRule.Sgd, PeerMeasurement.LearningRate);
        })[0];
        double multiplyAdds = Peer.TrainingBatch * (2.0 * weights.Sum(layer => layer.Weights.Length) + weights.Skip(1).Sum(layer => layer.Weights.Length));
        table.Add($"{workload.Description}, batch {Peer.TrainingBatch}", nanoseconds, limit => multiplyAdds / limit.MultiplyAdds, 0.75);
        return table;
    }
}
