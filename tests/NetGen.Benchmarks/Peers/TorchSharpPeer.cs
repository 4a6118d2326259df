using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Benchmarks.Workloads;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NetGen.Benchmarks.Peers;

/// <summary>PyTorch's engine from C#, in eager mode with one thread; inference mode where nothing is learnt.</summary>
internal sealed class TorchSharpPeer : Peer
{
    private readonly Linear[] _linears;
    private readonly nn.Module<Tensor, Tensor> _logits;
    private readonly Tensor _inputs;
    private readonly Tensor _targets;
    private readonly bool _isClassifier;
    private readonly float[] _outputs;
    private readonly Dictionary<UpdateRule, optim.Optimizer> _optimizers = [];

    public TorchSharpPeer(Workload workload, Samples samples)
    {
        set_num_threads(1);
        DenseWeights[] layers = workload.Weights();
        _linears = [.. layers.Select(CreateLinear)];
        _logits = nn.Sequential([.. layers.Zip(_linears).SelectMany(layer => WithActivation(layer.First.Activation, layer.Second))]);
        _inputs = tensor(samples.Inputs, [Samples.Count, samples.InputSize]);
        _isClassifier = workload.IsClassifier;
        Tensor targets = tensor(samples.Targets, [Samples.Count, samples.Targets.Length / Samples.Count]);
        _targets = _isClassifier ? targets.squeeze(1).to(ScalarType.Int64) : targets;
        _outputs = new float[Samples.Count * samples.OutputSize];
    }

    public override string Name => "TorchSharp";

    public override ReadOnlySpan<float> Outputs => _outputs;

    public override void ForwardOne() => ForwardBatch(1);

    public override void ForwardBatch(int batch)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        Tensor logits = _logits.forward(_inputs.narrow(0, 0, batch));
        Tensor outputs = _isClassifier ? nn.functional.softmax(logits, 1) : logits;
        outputs.data<float>().CopyTo(_outputs);
    }

    public override float TrainStep(UpdateRule rule, float learningRate)
    {
        if (!_optimizers.TryGetValue(rule, out optim.Optimizer? optimizer)) _optimizers.Add(rule, optimizer = CreateOptimizer(rule, learningRate));
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        Tensor logits = _logits.forward(_inputs.narrow(0, 0, TrainingBatch)), targets = _targets.narrow(0, 0, TrainingBatch);
        Tensor loss = _isClassifier ? nn.functional.cross_entropy(logits, targets) : nn.functional.mse_loss(logits, targets);
        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }

    public override (float[] Weights, float[] Biases) GetLayer(int index) =>
        (_linears[index].weight!.data<float>().ToArray(), _linears[index].bias!.data<float>().ToArray());

    public override void Dispose()
    {
        foreach (optim.Optimizer optimizer in _optimizers.Values) optimizer.Dispose();
        _logits.Dispose();
        _inputs.Dispose();
        _targets.Dispose();
    }

    /// <summary>The rule, whose learning rate stays that of its first step.</summary>
    private optim.Optimizer CreateOptimizer(UpdateRule rule, float learningRate) => rule == UpdateRule.Sgd
        ? optim.SGD(_logits.parameters(), learningRate)
        : optim.Adam(_logits.parameters(), learningRate, AdamConstants.Beta1, AdamConstants.Beta2, AdamConstants.Epsilon);

    private static Linear CreateLinear(DenseWeights layer)
    {
        Linear linear = nn.Linear(layer.Inputs, layer.Outputs);
        using var mode = no_grad();
        linear.weight!.copy_(tensor(layer.Weights, [layer.Outputs, layer.Inputs]));
        linear.bias!.copy_(tensor(layer.Biases));
        return linear;
    }

    /// <summary>Softmax is left to the loss and to inference.</summary>
    private static IEnumerable<nn.Module<Tensor, Tensor>> WithActivation(Activation activation, Linear linear) => activation switch
    {
        Activation.ReLU => [linear, nn.ReLU()],
        Activation.Tanh => [linear, nn.Tanh()],
        _ => [linear],
    };
}
