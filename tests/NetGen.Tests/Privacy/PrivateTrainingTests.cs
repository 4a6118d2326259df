using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using NetGen.Tests.Generated.Networks;
using NetGen.Tests.Training;
using NetGen.Tests.Weights;
using Xunit;

#pragma warning disable xUnit1051 // These trainings are over before a test run could be cancelled.

namespace NetGen.Tests.Privacy;

/// <summary>DP-SGD: its steps against the formula, its sampling, its noise, and what it says it has spent.</summary>
public sealed class PrivateTrainingTests
{
    private const float Rate = 0.5f;
    private const float Bound = 0.05f;

    private static readonly DifferentialPrivacy s_noiseless = new() { ClippingNorm = Bound, NoiseMultiplier = 0f, InsecureSeed = 1 };

    [Fact]
    public void AStepIsTheMeanOfBoundedGradients()
    {
        var network = new TanhNetwork(3);
        Dataset data = Data(TanhNetwork.InputSize, TanhNetwork.OutputSize, 40);
        float[] expected = network.Parameters.ToArray(), gradient = new float[expected.Length];
        int clipped = 0;
        for (int i = 0; i < data.Count; i++)
        {
            network.Backward(data.Sample(i), data.Target(i), new MeanSquaredError(), gradient, accumulate: false);
            double norm = Norm(gradient);
            if (norm > Bound) clipped++;
            for (int k = 0; k < gradient.Length; k++) expected[k] -= (float)(Rate * gradient[k] * Math.Min(1, Bound / norm) / data.Count);
        }

        TrainingReport report = Fit(network, data, epochs: 1, batchSize: 40, s_noiseless);
        Assert.InRange(clipped, 10, 40);
        for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], network.Parameters[k], 1e-6f);
        Assert.Equal(double.PositiveInfinity, report.Last.Privacy!.Value.Epsilon);
    }

    /// <summary>Batches of Poisson sampling differ in size, and their sums are divided by the mean size all the same.</summary>
    [Fact]
    public void TheSumOfABatchIsDividedByTheMeanSize()
    {
        const int batchSize = 10;
        TanhNetwork trained = new(3), replayed = new(3);
        var recorder = new RecordingNetwork(trained);
        Dataset data = Data(TanhNetwork.InputSize, TanhNetwork.OutputSize, 40);
        Fit(recorder, data, epochs: 2, batchSize, s_noiseless);
        Assert.Contains(recorder.Batches, batch => batch.Targets.Length != batchSize * TanhNetwork.OutputSize);

        float[] gradient = new float[TanhNetwork.ParameterBufferLength];
        foreach ((float[] inputs, float[] targets, _) in recorder.Batches)
        {
            double[] sum = new double[gradient.Length];
            for (int i = 0; i < inputs.Length / TanhNetwork.InputSize; i++)
            {
                ReadOnlySpan<float> input = inputs.AsSpan(i * TanhNetwork.InputSize, TanhNetwork.InputSize), target = targets.AsSpan(i * TanhNetwork.OutputSize, TanhNetwork.OutputSize);
                replayed.Backward(input, target, new MeanSquaredError(), gradient, accumulate: false);
                double factor = Math.Min(1, Bound / Norm(gradient));
                for (int k = 0; k < sum.Length; k++) sum[k] += factor * gradient[k];
            }

            for (int k = 0; k < sum.Length; k++) replayed.Parameters[k] -= (float)(Rate * sum[k] / batchSize);
        }

        for (int k = 0; k < gradient.Length; k++) Assert.Equal(replayed.Parameters[k], trained.Parameters[k], 1e-5f);
    }

    /// <summary>No single sample, however extreme, moves the sum of the gradients by more than the bound: what the noise is measured by.</summary>
    [Theory]
    [InlineData(1f)]
    [InlineData(0.01f)]
    public void NoSampleMovesTheSumByMoreThanTheBound(float bound)
    {
        var network = new DigitsNetwork(1);
        Dataset data = Data(DigitsNetwork.InputSize, classes: DigitsNetwork.OutputSize, samples: 33, outliers: true);
        var pass = new TrainingPass { ClippingNorm = bound };
        double[] all = Sum(data);
        for (int left = 0; left < data.Count; left++)
        {
            double[] without = Sum(data.Where(i => i != left));
            double moved = Math.Sqrt(all.Zip(without, (a, b) => (a - b) * (a - b)).Sum());
            Assert.InRange(moved, 0, bound * (1 + 1e-4));
            if (left % 8 == 0) Assert.InRange(moved, 0.999 * bound, bound * (1 + 1e-4));
        }

        double[] Sum(Dataset samples)
        {
            float[] gradients = new float[DigitsNetwork.ParameterBufferLength];
            network.BackwardBatch(pass, samples.Features, samples.Targets, new CrossEntropy(), gradients, accumulate: false);
            return [.. gradients.Select(value => (double)value * samples.Count)];
        }
    }

    [Fact]
    public void NoiseHasTheDeviationOfTheBoundAndMultiplier()
    {
        const float multiplier = 40f;
        TanhNetwork still = new(3), noisy = new(3);
        Dataset data = Data(TanhNetwork.InputSize, TanhNetwork.OutputSize, 8);
        Fit(still, data, epochs: 1, batchSize: 8, s_noiseless);
        Fit(noisy, data, epochs: 1, batchSize: 8, s_noiseless with { NoiseMultiplier = multiplier });
        double expected = Rate * multiplier * Bound / 8;
        double[] noise = [.. TanhNetwork.Architecture.Tensors.SelectMany(tensor => noisy.GetTensor(tensor.Name).Zip(still.GetTensor(tensor.Name), (a, b) => (double)a - b))];
        double deviation = Math.Sqrt(noise.Average(value => value * value));
        Assert.InRange(deviation, expected * (1 - 4 / Math.Sqrt(2 * noise.Length)), expected * (1 + 4 / Math.Sqrt(2 * noise.Length)));
        Assert.InRange(noise.Average(), -4 * expected / Math.Sqrt(noise.Length), 4 * expected / Math.Sqrt(noise.Length));
    }

    [Fact]
    public void EachStepTakesEachSampleWithTheSamplingRate()
    {
        const int samples = 50, batchSize = 10, epochs = 400;
        var network = new RecordingNetwork(new SmallestNetwork(1));
        var data = new Dataset(Enumerable.Range(0, samples).Select(i => (float)i).ToArray(), 1, new float[samples], 1);
        Fit(network, data, epochs, batchSize, s_noiseless with { ClippingNorm = 1e-6f });

        // Empty batches call no network; at this rate there is one in 70,000.
        int steps = epochs * samples / batchSize;
        Assert.InRange(network.Batches.Count, steps - 2, steps);
        Assert.All(network.Batches, batch => Assert.Equal(batch.Inputs.Distinct().Order(), batch.Inputs));
        double rate = (double)batchSize / samples, deviation = Math.Sqrt(rate * (1 - rate) / steps);
        int[] counts = new int[samples];
        foreach (float sample in network.Batches.SelectMany(batch => batch.Inputs)) counts[(int)sample]++;
        Assert.All(counts, count => Assert.InRange(count / (double)steps, rate - 5 * deviation, rate + 5 * deviation));
        double variance = network.Batches.Average(batch => Math.Pow(batch.Inputs.Length - batchSize, 2)), expected = samples * rate * (1 - rate);
        Assert.InRange(variance, 0.9 * expected, 1.1 * expected);
    }

    [Fact]
    public void StepsWithoutSamplesAreSteps()
    {
        var trainer = Trainer.Create(new SmallestNetwork(1), new Sgd(1e-3f), new MeanSquaredError());
        TrainingReport report = trainer.Fit(Data(1, 1, 3), epochs: 200, batchSize: 1, options: new() { Privacy = s_noiseless with { NoiseMultiplier = 1f } });
        Assert.Equal(600, trainer.Step);
        Assert.All(report.History, epoch => Assert.True(float.IsFinite(epoch.TrainingLoss)));
    }

    [Fact]
    public void WhatIsSpentIsThatOfTheAccountantAndAddsUp()
    {
        var network = new DigitsNetwork(1);
        Dataset data = Data(DigitsNetwork.InputSize, classes: DigitsNetwork.OutputSize, samples: 200);
        var trainer = Trainer.Create(network, new Sgd(Rate), new CrossEntropy());
        var options = new TrainingOptions { Privacy = new() { NoiseMultiplier = 2f, Delta = 1e-4 } };
        TrainingReport report = trainer.Fit(data, epochs: 3, batchSize: 30, options: options);
        Assert.Equal(RdpAccountant.Epsilon(2, 0.15, 3 * 7, 1e-4).Epsilon, report.Last.Privacy!.Value.Epsilon, 1e-9);
        Assert.Equal(RdpAccountant.Epsilon(2, 0.15, 7, 1e-4).Epsilon, report.History[0].Privacy!.Value.Epsilon, 1e-9);
        report = trainer.Fit(data, epochs: 2, batchSize: 30, options: options);
        Assert.Equal(RdpAccountant.Epsilon(2, 0.15, 5 * 7, 1e-4).Epsilon, report.Last.Privacy!.Value.Epsilon, 1e-9);
        Assert.Null(trainer.Fit(data, epochs: 1).Last.Privacy);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ASeedGivesTheSameWeightsAndNoneGivesOthers(int workers)
    {
        float[] first = Train(7), second = Train(7), other = Train(8), secret = Train(null), secretToo = Train(null);
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
        Assert.NotEqual(secret, secretToo);

        float[] Train(int? seed)
        {
            var network = new DropoutNetwork(1);
            Dataset data = Data(DropoutNetwork.InputSize, classes: DropoutNetwork.OutputSize, samples: 100);
            var trainer = new Trainer<DropoutNetwork, CrossEntropy, Sgd>(network, new Sgd(Rate)) { Sharding = new(MinSamples: 1, MinWork: 1, MinTotalWork: 1) };
            trainer.Fit(data, epochs: 3, batchSize: 40, workers: workers, options: new() { Privacy = new() { InsecureSeed = seed } });
            return network.Parameters.ToArray();
        }
    }

    [Fact]
    public void StepsAllocateNothing()
    {
        const int epochs = 30;
        var allocated = new List<long>();
        var network = new WatchedNetwork(new DigitsNetwork(1)) { Before = () => allocated.Add(GC.GetAllocatedBytesForCurrentThread()) };
        Dataset data = Data(DigitsNetwork.InputSize, classes: DigitsNetwork.OutputSize, samples: 300);
        allocated.EnsureCapacity(epochs * 10);
        Trainer.Create(network, new Sgd(Rate), new CrossEntropy()).Fit(data, epochs, batchSize: 30, options: new() { Privacy = new() });
        Assert.Equal(epochs * 10, allocated.Count);
        Assert.Equal(0, allocated.Skip(1).Zip(allocated, (after, before) => after - before).Order().ElementAt(allocated.Count * 3 / 4));
    }

    /// <summary>What checkpoints tell trainings apart by is the same in every culture, and has the seed that dropout and noise on inputs are drawn from.</summary>
    [Fact]
    public void ACheckpointGoesOnInAnotherCultureButNotFromAnotherSeed()
    {
        using var directory = new TemporaryDirectory();
        Dataset data = Data(DropoutNetwork.InputSize, classes: DropoutNetwork.OutputSize, samples: 20);
        Train(seed: 3);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            foreign.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = foreign;
            Train(seed: 3);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Contains("Its seed is 3, and that of this training 4.", Assert.Throws<InvalidDataException>(() => Train(seed: 4)).Message);

        void Train(int seed) => Trainer.Create(new DropoutNetwork(1), new Sgd(Rate), new CrossEntropy()).Fit(
            data, epochs: 1, batchSize: 5, seed: seed,
            options: new() { Privacy = new() { ClippingNorm = 0.5f }, Checkpoint = new(directory / "run.safetensors") { Resumes = true } });
    }

    [Fact]
    public void NumbersOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("ClippingNorm", () => new DifferentialPrivacy { ClippingNorm = 0f });
        Assert.Throws<ArgumentOutOfRangeException>("NoiseMultiplier", () => new DifferentialPrivacy { NoiseMultiplier = -1f });
        Assert.Throws<ArgumentOutOfRangeException>("Delta", () => new DifferentialPrivacy { Delta = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("ClippingNorm", () => new TrainingPass { ClippingNorm = float.NaN });
    }

    [Fact]
    public void ASourceThatIsReadInOrderIsRefused()
    {
        var network = new SmallestNetwork(1);
        float[] before = network.Parameters.ToArray();
        var trainer = Trainer.Create(network, new Sgd(Rate), new MeanSquaredError());
        Assert.Throws<ArgumentException>("options", () => trainer.Fit(new DatasetSource(Data(1, 1, 5), seed: null), epochs: 1, options: new() { Privacy = s_noiseless }));
        Assert.Equal(before, network.Parameters);
    }

    private static TrainingReport Fit<TNetwork>(TNetwork network, Dataset data, int epochs, int batchSize, DifferentialPrivacy privacy)
        where TNetwork : class, INetwork =>
        Trainer.Create(network, new Sgd(Rate), new MeanSquaredError()).Fit(data, epochs, batchSize, options: new() { Privacy = privacy });

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    private static Dataset Data(int features, int targets, int samples)
    {
        var random = new Random(4);
        float[] draw(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
        return new Dataset(draw(samples * features), features, draw(samples * targets), targets);
    }

    /// <summary>Samples of classes; with outliers, every eighth is a thousand times as large as it should be.</summary>
    private static Dataset Data(int features, int classes, int samples, bool outliers = false)
    {
        var random = new Random(4);
        float[] values = [.. Enumerable.Range(0, samples * features).Select(k => (outliers && k / features % 8 == 0 ? 1000 : 1) * random.NextSingle())];
        return new Dataset(values, features, [.. Enumerable.Range(0, samples).Select(_ => random.Next(classes))]);
    }
}
