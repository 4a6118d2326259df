using System;
using System.Globalization;
using KnowledgeTransfer;
using NetGen;
using PrivateTraining;
using Spectre.Console;

const int Epochs = 30, BatchSize = 256;
const double Delta = 1e-5;

// The sampling rate, the steps and a wanted ε give the noise. Every fifth image is for the test.
(Dataset training, Dataset test) = MnistData.Read().SplitEvery(5, 4);
double samplingRate = (double)BatchSize / training.Count;
int steps = Epochs * ((training.Count + BatchSize - 1) / BatchSize);

var table = new Table().Border(TableBorder.Simple).AddColumns("training", "noise σ", "ε", "test accuracy", "membership told", "time");
(float plainAccuracy, double plainAdvantage) = Run("as usual", privacy: null);
float last = 0;
double lastAdvantage = 0, spent = 0;
foreach (double epsilon in (double[])[8, 3, 1])
{
    double noise = RdpAccountant.NoiseMultiplier(epsilon, Delta, samplingRate, steps);
    (last, lastAdvantage) = Run($"private, ε ≤ {epsilon}", new DifferentialPrivacy { ClippingNorm = 1f, NoiseMultiplier = (float)noise, Delta = Delta });
}

Console.WriteLine($"MNIST: {training.Count} images to learn from, {test.Count} to test on; 784-64-10, {Epochs} epochs, {BatchSize} images a step in the mean, δ = 1e-5.");
AnsiConsole.Write(table);
Console.WriteLine("ε bounds how much likelier any result is with an image than without it, e^ε times; noise comes from a cryptographic generator, and differs from run to run.");
Console.WriteLine("Membership told: how much better than by guessing one tells, by the loss of an image, whether the network has learnt from it.");
return last > 0.6f && plainAccuracy > 0.93f && lastAdvantage < plainAdvantage && spent <= 1.001 ? 0 : 1;

(float Accuracy, double Advantage) Run(string name, DifferentialPrivacy? privacy)
{
    var network = new ImageClassifier(seed: 1);
    TrainingReport report = Trainer.Create(network, privacy is null ? new Momentum(0.1f) : new Momentum(0.25f), new CrossEntropy())
        .Fit(training, Epochs, BatchSize, seed: 1, options: new TrainingOptions { Privacy = privacy });
    float accuracy = network.Accuracy(test);
    double advantage = Attack.Advantage(network, training, test);
    spent = report.Last.Privacy?.Epsilon ?? double.PositiveInfinity;
    table.AddRow(
        name, privacy is null ? "-" : Format($"{privacy.NoiseMultiplier:0.00}"), privacy is null ? "∞" : Format($"{spent:0.00}"),
        Format($"{accuracy:0.000}"), Format($"{advantage:0.000}"), Format($"{report.Elapsed.TotalSeconds:0.00} s"));
    return (accuracy, advantage);
}

static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
