using System;
using System.Collections.Immutable;
using System.Linq;
using NetGen.Benchmarks.Peers;

namespace NetGen.Benchmarks.Workloads;

/// <summary>One of the networks that competitors are compared on.</summary>
/// <param name="Id">Its short name, W1 to W5.</param>
/// <param name="Description">Sizes and activations.</param>
/// <param name="CreateNetwork">Makes the generated network, always with the same weights.</param>
/// <param name="Activations">The activation of each dense layer.</param>
internal sealed record Workload(string Id, string Description, Func<INetwork> CreateNetwork, ImmutableArray<Activation> Activations)
{
    /// <summary>All of them, in order.</summary>
    public static ImmutableArray<Workload> All { get; } =
    [
        new("W1", "4-16-16-3 tanh, softmax", () => new Iris(seed: 1), [Activation.Tanh, Activation.Tanh, Activation.Softmax]),
        new("W2", "64-32-10 ReLU, softmax", () => new Digits(seed: 1), [Activation.ReLU, Activation.Softmax]),
        new("W3", "16-64-64-1 tanh", () => new Control(seed: 1), [Activation.Tanh, Activation.Tanh, Activation.Identity]),
        new("W4", "784-128-64-10 ReLU, softmax", () => new Images(seed: 1), [Activation.ReLU, Activation.ReLU, Activation.Softmax]),
        new("W5", "256-512-512-256 ReLU", () => new Wide(seed: 1), [Activation.ReLU, Activation.ReLU, Activation.Identity]),
    ];

    /// <summary>Whether it is trained on classes with cross-entropy; else on values with the mean squared error.</summary>
    public bool IsClassifier => Activations[^1] == Activation.Softmax;

    /// <summary>The workload of a name.</summary>
    public static Workload Find(string id) => All.Single(workload => workload.Id == id);

    /// <summary>The weights and biases of the generated network, layer by layer, as its competitors take them.</summary>
    public DenseWeights[] Weights()
    {
        INetwork network = CreateNetwork();
        return
        [
            .. Activations.Select((activation, index) => new DenseWeights(
                network.GetTensor($"dense{index + 1}.weight"), network.GetTensor($"dense{index + 1}.bias"), activation)),
        ];
    }
}
