using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Tests.Generated.Networks;
using NetGen.Tests.Weights;
using Xunit;

#pragma warning disable xUnit1051 // These trainings are over before a test run could be cancelled.

namespace NetGen.Tests.Training;

/// <summary>Training that draws random numbers in its steps: dropout, and noise on inputs.</summary>
public sealed class RandomizedTrainingTests
{
    private const float Rate = 0.1f;

    /// <summary>Each step drops by a seed of its own: the gradients are those of the passes with the masks that the step had.</summary>
    [Fact]
    public void EveryStepDropsAnew()
    {
        var seeds = new List<ulong>();
        var network = new SeedRecorder(new DropoutNetwork(1), seeds);
        Dataset data = Data(DropoutNetwork.InputSize, DropoutNetwork.OutputSize, 12);
        Trainer.Create(network, new Sgd(Rate), new CrossEntropy()).Fit(data, epochs: 5, batchSize: 4, seed: 3);
        Assert.Equal(15, seeds.Count);
        Assert.Equal(15, seeds.Distinct().Count());
    }

    [Fact]
    public void TheSameSeedGivesTheSameWeightsWhateverTheWorkers()
    {
        int[] one = Train(seed: 1, workers: 1), again = Train(seed: 1, workers: 1), other = Train(seed: 2, workers: 1), two = Train(seed: 1, workers: 2);
        Assert.Equal(one, again);
        Assert.NotEqual(one, other);

        // Two shards sum in another order, but drop the same.
        Assert.Equal(two, Train(seed: 1, workers: 2));
        for (int k = 0; k < one.Length; k++) Assert.Equal(BitConverter.Int32BitsToSingle(one[k]), BitConverter.Int32BitsToSingle(two[k]), 1e-4f);

        static int[] Train(int seed, int workers)
        {
            var network = new DropoutNetwork(1);
            var trainer = new Trainer<DropoutNetwork, CrossEntropy, Sgd>(network, new Sgd(Rate)) { Sharding = new(MinSamples: 1, MinWork: 1, MinTotalWork: 0) };
            trainer.Fit(Data(DropoutNetwork.InputSize, DropoutNetwork.OutputSize, 40), epochs: 2, batchSize: 40, seed: seed, workers: workers, options: new() { InputNoise = 0.05f });
            return CheckpointCase.Bits(network);
        }
    }

    /// <summary>Four epochs of three batches, interrupted in each of the steps.</summary>
    [Fact]
    public void TrainingWithDropoutGoesOnFromACheckpoint()
    {
        const int steps = 12;
        using var directory = new TemporaryDirectory();
        Dataset data = Data(DropoutNetwork.InputSize, DropoutNetwork.OutputSize, 20);
        var whole = new DropoutNetwork(1);
        Fit(whole, null);
        for (int failAt = 1; failAt < steps; failAt++)
        {
            var checkpoint = new Checkpointing(directory / $"{failAt}.safetensors") { EverySteps = 1, Resumes = true };
            int calls = 0;
            var failing = new WatchedNetwork(new DropoutNetwork(1)) { Before = () => Assert.True(calls++ < failAt) };
            Assert.ThrowsAny<Exception>(() => Fit(failing, checkpoint));
            var second = new DropoutNetwork(2);
            Fit(second, checkpoint);
            Assert.Equal(CheckpointCase.Bits(whole), CheckpointCase.Bits(second));
        }

        void Fit(INetwork network, Checkpointing? checkpoint) =>
            Trainer.Create(network, new Adam(), new CrossEntropy()).Fit(data, epochs: 4, batchSize: 7, options: new() { Checkpoint = checkpoint });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void NoiseOnInputsHasItsDeviationAndIsNewInEveryEpoch(int batchSize)
    {
        const int samples = 100, features = 33, epochs = 20;
        var network = new RecordingNetwork(new StandardizedNetwork(1));
        var data = new Dataset(Enumerable.Range(0, samples * features).Select(k => (float)(k / features)).ToArray(), features, new float[samples], 1);
        Trainer.Create(network, new Sgd(1e-9f), new MeanSquaredError()).Fit(data, epochs, batchSize, options: new() { InputNoise = 0.25f });
        float[] noise = [.. network.Batches.SelectMany(batch => batch.Inputs).Select(value => value - MathF.Round(value))];
        Assert.Equal(samples * features * epochs, noise.Length);
        double deviation = Math.Sqrt(noise.Average(value => (double)value * value));

        // Rounding tells noise beyond ±½ apart from another sample's: two deviations, beyond which there are 4.6 %.
        Assert.InRange(deviation, 0.22, 0.25);
        Assert.InRange(noise.Average(), -0.004, 0.004);
        Assert.InRange(noise.Distinct().Count(), noise.Length / 2, noise.Length);
    }

    /// <summary>What is standardised inside the network stays as it was learnt, even under a rule that lets all parameters decay.</summary>
    [Fact]
    public void TrainingLeavesMeanAndScaleAlone()
    {
        Dataset data = Data(StandardizedNetwork.InputSize, 2, 30);
        var network = new StandardizedNetwork(1);
        var learnt = Standardization.Learn(data);
        learnt.CopyTo(network);
        float[] weights = network.GetTensor("dense1.weight");
        Trainer.Create(network, new AdamW(0.01f, weightDecay: 0.1f), new BinaryCrossEntropy()).Fit(data, epochs: 3, batchSize: 8);
        Assert.Equal(learnt.Means, network.GetTensor("standardize1.mean"));
        Assert.Equal(learnt.Scales, network.GetTensor("standardize1.scale"));
        Assert.NotEqual(weights, network.GetTensor("dense1.weight"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void StepsAllocateNothing(int batchSize)
    {
        var network = new DropoutNetwork(1);
        Dataset data = Data(DropoutNetwork.InputSize, DropoutNetwork.OutputSize, 33);
        long[] allocated = new long[60];
        Trainer.Create(network, new Adam(), new CrossEntropy()).Fit(data, allocated.Length, batchSize, options: new() { InputNoise = 0.1f },
            progress: epoch => allocated[epoch.Epoch - 1] = GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(0, allocated.Skip(1).Zip(allocated, (after, before) => after - before).Order().ElementAt(allocated.Length * 3 / 4));
    }

    private static Dataset Data(int features, int classes, int samples)
    {
        var random = new Random(4);
        return new Dataset(
            Enumerable.Range(0, samples * features).Select(_ => random.NextSingle()).ToArray(), features, [.. Enumerable.Range(0, samples).Select(_ => random.Next(classes))]);
    }

    /// <summary>Keeps the seeds of the passes.</summary>
    private sealed class SeedRecorder(INetwork network, List<ulong> seeds) : INetwork
    {
        public NetworkInfo Info => network.Info;

        public Span<float> Parameters => network.Parameters;

        public void Forward(ReadOnlySpan<float> input, Span<float> output) => network.Forward(input, output);

        public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => network.ForwardBatch(inputs, outputs);

        public int Predict(ReadOnlySpan<float> input) => network.Predict(input);

        public float Backward<TLoss>(ReadOnlySpan<float> input, ReadOnlySpan<float> target, TLoss loss, Span<float> gradients, Span<float> inputGradient, bool accumulate)
            where TLoss : struct, ILoss => throw new NotSupportedException();

        public float BackwardBatch<TLoss>(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, Span<float> gradients, Span<float> inputGradients, bool accumulate)
            where TLoss : struct, ILoss => throw new NotSupportedException();

        public void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> gradients, Span<float> inputGradient, bool accumulate) =>
            throw new NotSupportedException();

        public void BackwardBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients, Span<float> gradients, Span<float> inputGradients, bool accumulate) =>
            throw new NotSupportedException();

        public float BackwardBatch<TLoss>(TrainingPass pass, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, Span<float> gradients, bool accumulate)
            where TLoss : struct, ILoss
        {
            seeds.Add(pass.DropoutSeed!.Value);
            return network.BackwardBatch(pass, inputs, targets, loss, gradients, accumulate);
        }
    }
}
