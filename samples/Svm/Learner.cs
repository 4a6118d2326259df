using System;
using System.Linq;
using NetGen;

namespace Svm;

/// <summary>What was learnt.</summary>
/// <param name="Parameters">The number of weights and biases.</param>
/// <param name="Accuracy">Gives the part of some samples that is decided rightly.</param>
internal sealed record Learned(int Parameters, Func<Dataset, double> Accuracy);

/// <summary>A way to learn from classes.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Learn">Learns from samples, with an L2 penalty of that strength, from a seed.</param>
internal sealed record Learner(string Name, Func<Dataset, float, int, Learned> Learn)
{
    private const int Folds = 5, Epochs = 100;
    private const float LearningRate = 0.003f;
    private static readonly float[] _penalties = [0.1f, 0.01f, 0.001f, 0.0001f, 0.00001f];

    /// <summary>Learning by a network and a loss.</summary>
    public static Func<Dataset, float, int, Learned> Of<TNetwork, TLoss>(Func<int, TNetwork> create, TLoss loss)
        where TNetwork : class, INetwork
        where TLoss : struct, ILoss => (training, penalty, seed) =>
        {
            TNetwork network = create(seed);
            Dataset data = network.Info.OutputSize == 1 && loss is Hinge or SquaredHinge ? Signs.Of(training) : training;
            Trainer.Create(network, new Adam(LearningRate), loss).Fit(data, Epochs, seed: seed, options: new() { Regularization = new() { L2 = penalty } });
            return new(network.Info.ParameterCount, test => network.Accuracy(test));
        };

    /// <summary>The penalty of the best accuracy in cross-validation on the samples to learn from; of several, the strongest.</summary>
    public float ChoosePenalty(Dataset training) => _penalties.MaxBy(penalty =>
        CrossValidation.StratifiedFolds(training, Folds, seed: 0).Average(fold => Learn(fold.Training, penalty, 0).Accuracy(fold.Validation)));
}
