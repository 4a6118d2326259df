using NetGen;

namespace Binary;

/// <summary>Gradient descent with so many samples a step, until the loss is acceptable.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="BatchSize">The samples of one step.</param>
/// <param name="LearningRate">How far a step goes: the more samples agree on its direction, the farther it may.</param>
internal sealed record Descent(string Name, int BatchSize, float LearningRate)
{
    public const float AcceptableLoss = 0.06f;
    private const int MostEpochs = 2000;

    /// <summary>Trains a new network, and returns it with what training came to.</summary>
    public (TumourClassifier Network, TrainingReport Report) Run(Dataset training, int seed)
    {
        var network = new TumourClassifier(seed);
        TrainingReport report = Trainer.Create(network, new Sgd(LearningRate), new BinaryCrossEntropy())
            .Fit(training, MostEpochs, BatchSize, seed: seed, until: epoch => epoch.TrainingLoss <= AcceptableLoss);
        return (network, report);
    }
}
