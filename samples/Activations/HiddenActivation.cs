using System;
using System.Linq;
using NetGen;

namespace Activations;

/// <summary>What came of training.</summary>
/// <param name="Accuracy">The accuracy on the test.</param>
/// <param name="EpochsToSmallLoss">The first epoch with a small training loss, or the last one.</param>
/// <param name="LastLoss">The training loss of the last epoch.</param>
internal sealed record HiddenRun(float Accuracy, int EpochsToSmallLoss, float LastLoss);

/// <summary>Digits learnt with one activation or another in the hidden layer.</summary>
/// <param name="Name">The activation.</param>
/// <param name="Run">Trains on samples, tests on others; from a seed.</param>
internal sealed record HiddenActivation(string Name, Func<Dataset, Dataset, int, HiddenRun> Run)
{
    public const int Epochs = 60;
    public const float SmallLoss = 0.1f;
    private const float LearningRate = 0.002f;

    /// <summary>All activations that go into hidden layers.</summary>
    public static HiddenActivation[] All { get; } =
    [
        Of("Identity", seed => new IdentityHidden(seed)),
        Of("Sigmoid", seed => new SigmoidHidden(seed)),
        Of("Tanh", seed => new TanhHidden(seed)),
        Of("ReLU", seed => new ReLUHidden(seed)),
        Of("LeakyReLU", seed => new LeakyReLUHidden(seed)),
        Of("ELU", seed => new ELUHidden(seed)),
        Of("SELU", seed => new SELUHidden(seed)),
        Of("GELU", seed => new GELUHidden(seed)),
        Of("GELUTanh", seed => new GELUTanhHidden(seed)),
        Of("SiLU", seed => new SiLUHidden(seed)),
        Of("Softplus", seed => new SoftplusHidden(seed)),
        Of("HardSigmoid", seed => new HardSigmoidHidden(seed)),
        Of("HardSwish", seed => new HardSwishHidden(seed)),
        Of("Mish", seed => new MishHidden(seed)),
    ];

    private static HiddenActivation Of<TNetwork>(string name, Func<int, TNetwork> create)
        where TNetwork : class, INetwork => new(name, (training, test, seed) =>
        {
            TNetwork network = create(seed);
            TrainingReport report = Trainer.Create(network, new Adam(LearningRate), new CrossEntropy()).Fit(training, Epochs, seed: seed);
            EpochReport first = report.History.FirstOrDefault(epoch => epoch.TrainingLoss <= SmallLoss, report.Last);
            return new(network.Accuracy(test), first.Epoch, report.Last.TrainingLoss);
        });
}
