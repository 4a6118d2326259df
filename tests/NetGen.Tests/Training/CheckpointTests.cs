using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using NetGen.Tests.Data;
using NetGen.Tests.Generated.Networks;
using NetGen.Tests.Weights;
using Xunit;

#pragma warning disable xUnit1051 // These trainings are over before a test run could be cancelled.

namespace NetGen.Tests.Training;

/// <summary>Training that is interrupted and goes on from its checkpoint, against training that is not.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Cases => [.. CheckpointCase.Names];

    private string File => _directory / "run.safetensors";

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void TrainingGoesOnAfterAnyStepAsIfItHadNotBeenInterrupted(string name)
    {
        var training = new CheckpointCase(name);
        CheckpointCase.Outcome expected = training.Train(new IrisNetwork(1), checkpoint: null);
        Assert.Equal(name == "everything and stops" ? StopReason.NoImprovement : StopReason.EpochsCompleted, expected.StopReason);
        for (int step = 0; step < expected.Step; step++)
        {
            // The second time it goes on in a network of other weights, and is interrupted again at the next step.
            System.IO.File.Delete(File);
            var everyStep = new Checkpointing(File) { EverySteps = 1, Resumes = true };
            Assert.Throws<TimeZoneNotFoundException>(() => training.Train(new IrisNetwork(1), everyStep, failAt: step));
            if (step > 0) Assert.Throws<TimeZoneNotFoundException>(() => training.Train(new IrisNetwork(2), everyStep, failAt: 0));
            Same(expected, training.Train(step > 0 ? new IrisNetwork(3) : new IrisNetwork(1), everyStep));
        }

        Assert.Equal(["run.safetensors"], _directory.Names);
    }

    [Theory]
    [InlineData("everything", 2, 0)]
    [InlineData("everything", 4, 1)]
    [InlineData("everything", 0, 1)]
    [InlineData("everything", 0, 2)]
    [InlineData("everything from a source", 2, 2)]
    public void TrainingGoesOnFromTheLastCheckpoint(string name, int everySteps, int everyEpochs)
    {
        var training = new CheckpointCase(name);
        CheckpointCase.Outcome expected = training.Train(new IrisNetwork(1), checkpoint: null);
        var checkpoint = new Checkpointing(File) { EverySteps = everySteps, EveryEpochs = everyEpochs, Resumes = true };
        Assert.Throws<TimeZoneNotFoundException>(() => training.Train(new IrisNetwork(1), checkpoint, failAt: 8));
        int since = int.Min(everySteps == 0 ? 8 : 8 % everySteps, everyEpochs == 0 ? 8 : 8 % (3 * everyEpochs));

        // One step fewer than there are to be is not enough, that many are.
        int left = 9 - (8 - since);
        Checkpointing unwritten = checkpoint with { EverySteps = 0, EveryEpochs = 0 };
        Assert.Throws<TimeZoneNotFoundException>(() => training.Train(new IrisNetwork(2), unwritten, failAt: left - 1));
        Same(expected, training.Train(new IrisNetwork(2), checkpoint, failAt: left + 3));
    }

    [Theory]
    [InlineData("everything")]
    [InlineData("everything and stops")]
    public void ATrainingThatHasEndedIsNotRepeated(string name)
    {
        var training = new CheckpointCase(name);
        CheckpointCase.Outcome expected = training.Train(new IrisNetwork(1), new Checkpointing(File) { Resumes = true });
        Same(expected, training.Train(new IrisNetwork(2), new Checkpointing(File) { Resumes = true }));

        // But it goes on where only the epochs were over, and there are more.
        CheckpointCase.Outcome longer = training.Train(new IrisNetwork(1), checkpoint: null, epochs: 5);
        CheckpointCase.Outcome on = training.Train(new IrisNetwork(2), new Checkpointing(File) { Resumes = true }, epochs: 5);
        Same(longer, on);
    }

    [Fact]
    public void MoreEpochsDoNotGoOnWhereTrainingWouldHaveStopped()
    {
        // Of two epochs the second is the last, and the one in which patience is over.
        var training = new CheckpointCase("everything and stops");
        Assert.Equal(StopReason.EpochsCompleted, training.Train(new IrisNetwork(1), new Checkpointing(File), epochs: 2).StopReason);
        CheckpointCase.Outcome longer = training.Train(new IrisNetwork(1), checkpoint: null, epochs: 5);
        Assert.Equal((StopReason.NoImprovement, 2), (longer.StopReason, longer.History.Length));
        Same(longer, training.Train(new IrisNetwork(2), new Checkpointing(File) { Resumes = true }, epochs: 5));
    }

    [Fact]
    public void FewerEpochsMayBeAllThatThereWere()
    {
        var training = new CheckpointCase("everything");
        CheckpointCase.Outcome expected = training.Train(new IrisNetwork(1), checkpoint: null, epochs: 2);
        Assert.Throws<TimeZoneNotFoundException>(() => training.Train(new IrisNetwork(1), new Checkpointing(File), epochs: 5, failAt: 7));
        Same(expected, training.Train(new IrisNetwork(2), new Checkpointing(File) { Resumes = true }, epochs: 2));
    }

    [Fact]
    public void ASourceThatHasFewerSamplesThanItHadIsRefused()
    {
        static ScriptedSource Source(int samples, int failAt = int.MaxValue) => new(4, 1, _ => [.. Enumerable.Repeat((float[])[1, 2, 3, 4, 0], samples)])
        {
            BeforeRead = read => { if (read == failAt) throw new TimeZoneNotFoundException("On purpose."); },
        };

        var options = new TrainingOptions { Checkpoint = new(File) { EverySteps = 1, Resumes = true } };
        long Train(ISampleSource source)
        {
            var trainer = Trainer.Create(new IrisNetwork(1), new Adam(), new CrossEntropy());
            trainer.Fit(source, epochs: 2, batchSize: 4, options: options);
            return trainer.Step;
        }

        Assert.Throws<TimeZoneNotFoundException>(() => Train(Source(10, failAt: 8)));
        string message = Assert.Throws<InvalidDataException>(() => Train(Source(7))).Message;
        Assert.Contains("It is behind 8 samples of epoch 1; 2 batches of the source have 7.", message);
        Assert.Equal(6, Train(Source(10)));
    }

    [Fact]
    public void FewerEpochsThanThereWereAreRefused()
    {
        var training = new CheckpointCase("everything");
        training.Train(new IrisNetwork(1), new Checkpointing(File));
        Refuses(training, "It is in epoch 3, and training is to have 2", epochs: 2);
    }

    [Fact]
    public void TheFileIsThereForOtherToolsToo()
    {
        ImmutableArray<TensorInfo> expected = IrisNetwork.Architecture.Tensors;
        CheckpointCase.Outcome outcome = new CheckpointCase("everything").Train(new IrisNetwork(1), new Checkpointing(File));
        using FileStream stream = System.IO.File.OpenRead(File);
        List<TensorData> tensors = SafetensorsReader.Read(stream, out Dictionary<string, string> metadata);
        Assert.Equal(expected.Select(tensor => tensor.Name), tensors.Take(expected.Length).Select(tensor => tensor.Name));
        foreach (TensorInfo tensor in expected)
        {
            foreach (string prefix in (string[])["", "average/", "best/"])
            {
                TensorData found = tensors.Single(data => data.Name == prefix + tensor.Name);
                Assert.Equal(tensor.Shape.Select(size => (long)size), found.Shape);
                Assert.Equal(tensor.Count, found.Values<float>().Length);
            }
        }

        Assert.Equal(("pt", nameof(IrisNetwork), "Adam(learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1E-08)", "4", "5", "10"),
            (metadata["format"], metadata["network"], metadata["optimizer"], metadata["batch size"], metadata["seed"], metadata["number of samples"]));
        Assert.Equal(outcome.Step, tensors.Single(data => data.Name == "training/step").Values<long>()[0]);
        Assert.Equal([3, 10], tensors.Single(data => data.Name == "training/history").Shape);
        Assert.Equal(0, (8 + BitConverter.ToInt32(System.IO.File.ReadAllBytes(File))) % 8);
    }

    [Fact]
    public void AnotherTrainingIsRefusedAndSaysWhatIsAnother()
    {
        var training = new CheckpointCase("everything");
        training.Train(new IrisNetwork(1), new Checkpointing(File));
        Refuses(
            new CheckpointCase("everything") { Rule = new Sgd(0.01f) },
            "Its optimizer is Adam(learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1E-08), and that of this training Sgd(learningRate: 0.01)");
        Refuses(new CheckpointCase("everything") { Rule = new Adam(0.01f, beta2: 0.9f) }, "Its optimizer is Adam(");
        Refuses(new CheckpointCase("everything") { Rule = new Adam(0.02f) }, "Its optimizer is Adam(");
        Refuses(new CheckpointCase("everything") { Seed = 6 }, "Its seed is 5, and that of this training 6.");
        Refuses(new CheckpointCase("everything from a source"), "Its seed is 5, and that of this training none.");
        Refuses(new CheckpointCase("everything") { BatchSize = 5 }, "Its batch size is 4, and that of this training 5.");
        Refuses(new CheckpointCase("everything") { Samples = 9 }, "Its number of samples is 10, and that of this training 9.");
        Refuses(training, "Its schedule is ReduceOnPlateau, and that of this training none.", options => options with { Schedule = null });
        Refuses(training, "Its averaging decay is 0.9, and that of this training 0.", options => options with { AveragingDecay = 0f });
        Refuses(training, "Its early stopping is restores the best, and that of this training none.", options => options with { EarlyStopping = null });
        Refuses(training, "Its clipping is to values of Infinity, a norm of 0.1, and that ", options => options with { Clipping = null });
        Refuses(training, "Its regularization of dense1.bias is frozen, and that of this training ", options => options with { Frozen = [] });
        Refuses(training, "Its regularization of dense1.weight is ", options => options with { Regularization = null });
        Refuses(training, "Its regularization of dense2.weight is ", options => options with
        {
            Regularization = options.Regularization! with { Layers = ImmutableDictionary<string, Regularization>.Empty.Add("dense2", new()) },
        });

        var other = new DigitsNetwork(1);
        var trainer = Trainer.Create(other, new Adam(0.01f), new CrossEntropy());
        var data = new Dataset(new float[10 * DigitsNetwork.InputSize], DigitsNetwork.InputSize, new int[10]);
        string message = Assert.Throws<InvalidDataException>(
            () => trainer.Fit(data, 3, 4, options: new() { Checkpoint = new(File) { Resumes = true } })).Message;
        Assert.StartsWith($"Training cannot go on from '{File}': Its network is IrisNetwork, and that of this training DigitsNetwork.", message);
        var loss = Trainer.Create(new IrisNetwork(1), new Adam(0.01f), new SmoothedCrossEntropy(0.1f));
        Assert.Contains("Its loss is NetGen.CrossEntropy, and that of this training SmoothedCrossEntropy(smoothing: 0.1)", Assert.Throws<InvalidDataException>(
            () => loss.Fit(CheckpointCase.Data, 3, 4, options: new() { Checkpoint = new(File) { Resumes = true } })).Message);
    }

    [Fact]
    public void WithoutResumingTrainingBeginsAnew()
    {
        var training = new CheckpointCase("Adam");
        CheckpointCase.Outcome expected = training.Train(new IrisNetwork(1), new Checkpointing(File));
        Same(expected, training.Train(new IrisNetwork(1), new Checkpointing(File)));
        Same(training.Train(new IrisNetwork(2), null), training.Train(new IrisNetwork(2), new Checkpointing(File)));
    }

    [Fact]
    public void ATruncatedFileIsRefusedAtEveryLength()
    {
        var training = new CheckpointCase("everything");
        training.Train(new IrisNetwork(1), new Checkpointing(File));
        byte[] whole = System.IO.File.ReadAllBytes(File);
        for (int length = 0; length < whole.Length; length += 97)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            Refuses(training, "");
        }

        System.IO.File.WriteAllBytes(File, [.. whole, 0]);
        Refuses(training, "The file has ");
    }

    [Fact]
    public void ADamagedFileIsRefusedOrMeansTheSame()
    {
        var training = new CheckpointCase("everything");
        CheckpointCase.Outcome expected = training.Train(new IrisNetwork(1), new Checkpointing(File));
        byte[] whole = System.IO.File.ReadAllBytes(File);
        int dataStart = 8 + BitConverter.ToInt32(whole), same = 0;
        var random = new Random(5);
        for (int i = 0; i < 600; i++)
        {
            // Every second one in the header, where what the checkpoint does not need may change: who wrote it, by which conventions.
            byte[] damaged = [.. whole];
            int place = i % 2 == 0 ? random.Next(dataStart) : random.Next(dataStart, whole.Length);
            damaged[place] ^= (byte)(1 << random.Next(8));
            System.IO.File.WriteAllBytes(File, damaged);
            var network = new IrisNetwork(2);
            int[] before = CheckpointCase.Bits(network);
            try
            {
                Same(expected, training.Train(network, new Checkpointing(File) { Resumes = true }));
                Assert.True(place < dataStart);
                same++;
            }
            catch (InvalidDataException)
            {
                Assert.Equal(before, CheckpointCase.Bits(network));
            }
        }

        Assert.InRange(same, 0, 60);
    }

    [Theory]
    [InlineData("training/order", -7, "The order of the samples has -7 twice, or where there is none")]
    [InlineData("training/order", 10, "The order of the samples has 10 twice, or where there is none")]
    [InlineData("training/order", 3, "The order of the samples has 3 twice, or where there is none")]
    [InlineData("training/order_random", 0, "The state of the random numbers")]
    [InlineData("training/order_random", 7, "The state of the random numbers")]
    [InlineData("training/stop_reason", -7, "Tensor 'training/stop_reason' is -7")]
    [InlineData("training/history_given", 16, "Tensor 'training/history_given' has the value 16")]
    [InlineData("training/history", -7, "The time of epoch 1 is -7 seconds")]
    [InlineData("training/elapsed_seconds", -7, "The time since training began is -7 seconds")]
    [InlineData("training/step", -7, "Tensor 'training/step' is -7")]
    [InlineData("training/best_epoch", -7, "Tensor 'training/best_epoch' is -7")]
    [InlineData("training/watched_epochs", 0, "Tensor 'training/watched_epochs' is 0")]
    [InlineData("training/averaged_steps", -7, "Tensor 'training/averaged_steps' is -7")]
    [InlineData("epoch/is_begun", 7, "Tensor 'epoch/is_begun' is 7")]
    [InlineData("epoch/batches", 1, "It is behind 8 samples of the epoch, which 1 batches do not have")]
    [InlineData("epoch/samples", 7, "It is behind 7 samples of the epoch, which 2 batches do not have")]
    [InlineData("training/schedule", double.NaN, "The schedule refuses its state")]
    [InlineData("dense2.weight", double.NaN, "A weight is not finite")]
    [InlineData("dense2.weight", double.PositiveInfinity, "A weight is not finite")]
    public void ValuesThatCannotBeAreRefused(string tensor, double value, string message)
    {
        // A checkpoint in the midst of the second epoch.
        var training = new CheckpointCase("everything");
        Assert.Throws<TimeZoneNotFoundException>(() => training.Train(new IrisNetwork(1), new Checkpointing(File) { EverySteps = 1 }, failAt: 5));
        Rewrite((name, data) => name != tensor ? data : data.DataType switch
        {
            "F32" => Filled((float)value),
            "F64" => Filled(value),
            "I32" => Filled((int)value),
            _ => Filled((long)value),
        });
        Refuses(training, message);

        TensorData Filled<T>(T filler)
            where T : unmanaged
        {
            using FileStream stream = System.IO.File.OpenRead(File);
            TensorData data = SafetensorsReader.Read(stream, out _).Single(data => data.Name == tensor);
            T[] values = data.Values<T>();
            Array.Fill(values, filler);
            return TensorData.Of<T>(tensor, values, data.Shape);
        }
    }

    [Fact]
    public void TensorsThatAreMissingOrOfAnotherTypeOrTooManyAreRefused()
    {
        var training = new CheckpointCase("everything");
        training.Train(new IrisNetwork(1), new Checkpointing(File));
        byte[] whole = System.IO.File.ReadAllBytes(File);
        List<string> names = [];
        Rewrite((name, data) =>
        {
            names.Add(name);
            return data;
        });
        Assert.Equal(whole, System.IO.File.ReadAllBytes(File));
        Assert.True(names.Count > 30);
        foreach (string missing in names)
        {
            Rewrite((name, data) => name == missing ? null : data);
            Refuses(training, $"Tensor '{missing}' is missing");
            System.IO.File.WriteAllBytes(File, whole);
            Rewrite((name, data) => name == missing ? data with { Shape = [.. data.Shape, 1] } : data);
            Refuses(training, $"Tensor '{missing}' is of the shape");
            System.IO.File.WriteAllBytes(File, whole);
            Rewrite((name, data) => name == missing ? data with { DataType = (data.DataType[0] == 'F' ? "I" : "F") + data.DataType[1..] } : data);
            Refuses(training, $"Tensor '{missing}' is of ");
            System.IO.File.WriteAllBytes(File, whole);
        }

        Rewrite((name, data) => name == "training/step" ? data with { Name = "training/stride" } : data);
        Refuses(training, "Tensor 'training/step' is missing");
        System.IO.File.WriteAllBytes(File, whole);
        Rewrite((name, data) => data, extra: TensorData.Of<float>("more", [1f], [1]));
        Refuses(training, "Tensor 'more' has no place in this training");
    }

    [Fact]
    public void CancellationLeavesAModelAndACheckpoint()
    {
        var training = new CheckpointCase("everything");
        CheckpointCase.Outcome expected = training.Train(new IrisNetwork(1), checkpoint: null);
        for (int step = 0; step < expected.Step; step++)
        {
            // Asked for in the midst of a step, which is still taken.
            using var cancellation = new CancellationTokenSource();
            var network = new IrisNetwork(1);
            System.IO.File.Delete(File);
            var checkpoint = new Checkpointing(File) { EveryEpochs = 0, Resumes = true };
            Assert.Throws<OperationCanceledException>(() => training.Train(network, checkpoint, cancelAt: step, cancellation: cancellation));
            Assert.Equal(["run.safetensors"], _directory.Names);

            // Cancelled already, it reads the checkpoint and does no step.
            byte[] file = System.IO.File.ReadAllBytes(File);
            var read = new IrisNetwork(2);
            Assert.Throws<OperationCanceledException>(() => training.Train(read, checkpoint, cancellation: cancellation));
            Checkpointing anew = checkpoint with { Resumes = false };
            Assert.Throws<OperationCanceledException>(() => training.Train(new IrisNetwork(2), anew, cancellation: cancellation));
            Assert.Equal(file, System.IO.File.ReadAllBytes(File));
            Assert.Equal(CheckpointCase.Bits(network), CheckpointCase.Bits(read));
            Same(expected, training.Train(new IrisNetwork(3), checkpoint));
        }
    }

    [Fact]
    public void StepsThatWriteNoneAllocateNothing()
    {
        var network = new IrisNetwork(1);
        long[] allocated = new long[60];
        Trainer.Create(network, new Adam(), new CrossEntropy()).Fit(
            CheckpointCase.Data, allocated.Length, batchSize: 4, validation: CheckpointCase.Data,
            options: new() { Checkpoint = new(File) { EverySteps = 1000, EveryEpochs = 100 } },
            progress: epoch => allocated[epoch.Epoch - 1] = GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(0, allocated.Skip(1).Zip(allocated, (after, before) => after - before).Order().ElementAt(allocated.Length * 3 / 4));
    }

    [Fact]
    public void WeightsThatAreNotFiniteAreNotWritten()
    {
        // The first step makes weights infinite, and the second notices.
        var trainer = Trainer.Create(new IrisNetwork(1), new Sgd(float.MaxValue), new SquaredCrossEntropy());
        Assert.Throws<TrainingDivergedException>(() => trainer.Fit(CheckpointCase.Data, 3, 4, options: new() { Checkpoint = new(File) { EverySteps = 1 } }));
        Assert.Equal(1, trainer.Step);
        Assert.Empty(_directory.Names);
    }

    [Fact]
    public void BadSettingsAreRefusedBeforeAnythingChanges()
    {
        Assert.Throws<ArgumentNullException>("path", () => new Checkpointing(null!));
        Assert.Throws<ArgumentException>("path", () => new Checkpointing(""));
        Assert.Throws<ArgumentOutOfRangeException>("EverySteps", () => new Checkpointing("a") { EverySteps = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("EveryEpochs", () => new Checkpointing("a") { EveryEpochs = -1 });
        var network = new IrisNetwork(1);
        Assert.Throws<DirectoryNotFoundException>(() => new CheckpointCase("Adam").Train(network, new Checkpointing(_directory / "missing/run")));
        Assert.Equal(CheckpointCase.Bits(new IrisNetwork(1)), CheckpointCase.Bits(network));
    }

    [Fact]
    public void WhatWasLeftBehindIsReplaced()
    {
        System.IO.File.WriteAllText(_directory / "run.safetensors.partial", new string('x', 100_000));
        new CheckpointCase("Adam").Train(new IrisNetwork(1), new Checkpointing(File));
        Assert.Equal(["run.safetensors"], _directory.Names);
        new CheckpointCase("Adam").Train(new IrisNetwork(1), new Checkpointing(File) { Resumes = true });
    }

    private static void Same(CheckpointCase.Outcome expected, CheckpointCase.Outcome actual)
    {
        Assert.Equal(expected.Weights, actual.Weights);
        Assert.Equal(expected.LaterWeights, actual.LaterWeights);
        Assert.Equal(expected.History, actual.History);
        Assert.Equal((expected.Step, expected.StopReason, expected.BestEpoch), (actual.Step, actual.StopReason, actual.BestEpoch));
    }

    private void Refuses(CheckpointCase training, string reason, Func<TrainingOptions, TrainingOptions>? change = null, int epochs = CheckpointCase.Epochs)
    {
        byte[] file = System.IO.File.ReadAllBytes(File);
        var network = new IrisNetwork(2);
        int[] before = CheckpointCase.Bits(network);
        var exception = Assert.Throws<InvalidDataException>(() => training.Train(network, new Checkpointing(File) { Resumes = true }, epochs, change: change));
        Assert.StartsWith($"Training cannot go on from '{File}': {reason}", exception.Message);
        Assert.Equal(before, CheckpointCase.Bits(network));
        Assert.Equal(file, System.IO.File.ReadAllBytes(File));
    }

    /// <summary>Writes the file again with other tensors and the checksum that they have.</summary>
    private void Rewrite(Func<string, TensorData, TensorData?> change, TensorData? extra = null)
    {
        List<TensorData> tensors;
        Dictionary<string, string> metadata;
        using (FileStream stream = System.IO.File.OpenRead(File)) tensors = SafetensorsReader.Read(stream, out metadata);
        tensors = [.. tensors.Select(data => change(data.Name, data)).OfType<TensorData>()];
        if (extra is not null) tensors.Add(extra);
        metadata["crc32c"] = $"{tensors.Aggregate(0u, (sum, data) => Crc32C.Append(sum, data.Bytes)):x8}";
        using FileStream written = System.IO.File.Create(File);
        SafetensorsWriter.Write(written, metadata, tensors);
    }

    /// <summary>A loss whose gradients are large.</summary>
    private readonly struct SquaredCrossEntropy : ILoss
    {
        public static bool AcceptsTargetSize(int outputSize, int targetSize) => targetSize == 1;

        public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient)
        {
            for (int i = 0; i < output.Length; i++) outputGradient[i] = 100f * (i - target[0]);
            return 1f;
        }
    }
}
