using System;
using System.Collections.Immutable;
using System.Linq;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Peers;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Limits;

/// <summary>The generated code of single dense layers, and of a whole training step, beside the limits of the machine.</summary>
internal sealed class DenseLimits(MachineLimit portable, MachineLimit? wide)
{
    private static readonly TimeSpan LayerBudget = TimeSpan.FromSeconds(4);
    private static readonly ImmutableArray<int> Batches = [8, 32, 64];

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

        Print("GEMV: `Forward` of a single layer, inputs × outputs. Bound: the multiply-adds at the peak, or the weights read at the bandwidth of that many bytes.", _single);
        Print("GEMM: `ForwardBatch` of a single layer, batch × inputs × outputs. Bound: the multiply-adds at the peak.", _forward);
        Print("dW: the time of `BackwardBatch` from given dL/dy less that of `ForwardBatch`, which it repeats; db and the copy of dL/dy are included.", _weightGradients);
        Print("dX: the time of `BackwardBatch` with dL/dx less that without.", _inputGradients);
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
        var network = new TNetwork();
        var layer = new NetworkBodies(network, 1);
        AddSingle(network, Race.RunAlone(LayerBudget / 4, layer.ForwardOne), target);
    }

    private void AddSingle(INetwork network, Timing timing, double? target)
    {
        (int inputs, int outputs) = (network.Info.InputSize, network.Info.OutputSize);
        long weightBytes = sizeof(float) * (long)inputs * outputs;
        _single.Add($"{inputs} × {outputs}", timing.Least, limit => Math.Max(inputs * outputs / limit.MultiplyAdds, weightBytes / limit.LoadBandwidth(weightBytes)), target);
    }

    /// <summary>Everything of one layer in one race, since dW and dX are differences.</summary>
    private void MeasureAll<TNetwork>(double? singleTarget)
        where TNetwork : INetwork, new()
    {
        var network = new TNetwork();
        (int inputs, int outputs) = (network.Info.InputSize, network.Info.OutputSize);
        NetworkBodies[] layers = [.. Batches.Select(batch => new NetworkBodies(network, batch))];
        Timing[] timings = Race.Run(LayerBudget, [layers[0].ForwardOne, .. layers.SelectMany<NetworkBodies, Action<int>>(layer => [layer.ForwardBatch, layer.Backward, layer.BackwardToInputs])]);
        AddSingle(network, timings[0], singleTarget);
        for (int index = 0; index < layers.Length; index++)
        {
            int batch = Batches[index];
            double forward = timings[1 + 3 * index].Least, backward = timings[2 + 3 * index].Least, toInputs = timings[3 + 3 * index].Least;
            string name = $"{batch} × {inputs} × {outputs}";
            double Bound(MachineLimit limit) => batch * inputs * outputs / limit.MultiplyAdds;
            _forward.Add(name, forward, Bound, batch >= 32 ? 0.93 : null);
            _weightGradients.Add(name, backward - forward, Bound, 0.88);
            _inputGradients.Add(name, toInputs - backward, Bound, 0.72);
        }
    }

    private LimitTable WholeStep()
    {
        var table = new LimitTable(portable, wide);
        Workload workload = Workload.Find("W4");
        DenseWeights[] weights = workload.Weights();
        using Peer peer = new NetGenPeer<CrossEntropy>(workload, new Samples(workload));
        Timing timing = Race.RunAlone(LayerBudget / 2, calls =>
        {
            for (int call = 0; call < calls; call++) peer.TrainStep(UpdateRule.Sgd, PeerMeasurement.LearningRate);
        });
        double multiplyAdds = Peer.TrainingBatch * (2.0 * weights.Sum(layer => layer.Weights.Length) + weights.Skip(1).Sum(layer => layer.Weights.Length));
        table.Add($"{workload.Description}, batch {Peer.TrainingBatch}", timing.Least, limit => multiplyAdds / limit.MultiplyAdds, 0.75);
        return table;
    }
}
