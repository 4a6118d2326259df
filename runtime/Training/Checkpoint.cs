using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace NetGen;

/// <summary>The checkpoint of one <c>Fit</c>: what belongs to its state, and the file that it is written to and read from.</summary>
internal sealed class Checkpoint
{
    private const string Checksum = "crc32c";

    private long _savedSteps;

    public required Checkpointing Options { get; init; }

    public required INetwork Network { get; init; }

    /// <summary>What tells this training from others, by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Identity { get; init; }

    public required OptimizerState Optimizer { get; init; }

    public required Batches Batches { get; init; }

    public required TrainingProgress Progress { get; init; }

    public required StepAdjustments Adjustments { get; init; }

    public required LearningRateSchedule? Schedule { get; init; }

    public required WeightAverage? Average { get; init; }

    public required BestWeights? Best { get; init; }

    /// <summary>What tells a training from others.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Identify(
        INetwork network, string loss, string optimizer, float learningRate, Batches batches, int? seed, StepAdjustments adjustments, TrainingOptions options) =>
    [
        new("network", network.Info.Name),
        new("output activation", network.Info.OutputActivation.ToString()),
        new("loss", loss),
        new("optimizer", optimizer),
        new("learning rate", learningRate.ToString(CultureInfo.InvariantCulture)),
        new("batch size", batches.BatchSize.ToString(CultureInfo.InvariantCulture)),
        new("seed", seed?.ToString(CultureInfo.InvariantCulture) ?? "none"),
        new("number of samples", batches.SampleCount?.ToString(CultureInfo.InvariantCulture) ?? "unknown"),
        new("schedule", options.Schedule?.GetType().Name ?? "none"),
        new("averaging decay", options.AveragingDecay.ToString(CultureInfo.InvariantCulture)),
        new("input noise", options.InputNoise.ToString(CultureInfo.InvariantCulture)),
        new("privacy", options.Privacy?.ToString() ?? "none"),
        new("early stopping", options.EarlyStopping is not { } stopping ? "none" : stopping.RestoresBest ? "restores the best" : "keeps the last"),
        .. adjustments.Identity,
    ];

    /// <summary>Refuses a file that could never be written.</summary>
    /// <exception cref="DirectoryNotFoundException">Its directory does not exist.</exception>
    public static void RequireDirectory(Checkpointing options)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(options.Path)) ?? "";
        if (!Directory.Exists(directory)) throw new DirectoryNotFoundException($"The directory of the checkpoint '{options.Path}' does not exist.");
    }

    /// <summary>A step has been taken.</summary>
    public void StepTaken()
    {
        if (Options.EverySteps > 0 && Progress.Steps % Options.EverySteps == 0) Write();
    }

    /// <summary>An epoch has ended, and perhaps training with it. The network has its own weights, not their averages or the best.</summary>
    public void EpochEnded()
    {
        if (Progress.StopReason is not null || Options.EveryEpochs > 0 && Progress.History.Count % Options.EveryEpochs == 0) Write();
    }

    /// <summary>Training is cancelled. If no step has been taken since the file was written, or none at all, it is left alone.</summary>
    public void Cancelled()
    {
        if (Progress.Steps != _savedSteps) Write();
    }

    /// <summary>Goes on from the file, if it is wanted and there.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or of another training; network, update rule and schedule are as they were.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Resume()
    {
        if (!Options.Resumes || !File.Exists(Options.Path)) return;
        try
        {
            using FileStream stream = File.OpenRead(Options.Path);
            List<TensorData> tensors = SafetensorsReader.Read(stream, out Dictionary<string, string> metadata);
            RequireSame(metadata, tensors);
            Load(new StateTensors(tensors));
            _savedSteps = Progress.Steps;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"Training cannot go on from '{Options.Path}': {exception.Message}", exception);
        }
    }

    /// <summary>Writes the file, unless weights are not finite.</summary>
    /// <exception cref="IOException">The file cannot be written; an older one is left as it was.</exception>
    private void Write()
    {
        if (Finite.IndexOfNonFinite(Network.Parameters) >= 0) return;
        var state = new StateTensors();
        state.AddParameters("", Network.Info, Network.Parameters);
        Average?.Save(state);
        Best?.Save(state);
        state.Add("training/step", Optimizer.Steps);
        state.Add<float>("training/optimizer", Optimizer.Span);
        state.Add<float>("training/schedule", ScheduleState());
        Progress.Save(state);
        Adjustments.Save(state);
        Batches.Save(state);

        List<KeyValuePair<string, string>> metadata = [.. SafetensorsWriter.Metadata(Network.Info), new(Checksum, Sum(state.Tensors))];
        foreach (KeyValuePair<string, string> entry in Identity)
            if (entry.Key != "network") metadata.Add(entry);
        AtomicFile.WriteAgain(Options.Path, ".partial", stream => SafetensorsWriter.Write(stream, metadata, state.Tensors));
        _savedSteps = Progress.Steps;
    }

    private void RequireSame(Dictionary<string, string> metadata, List<TensorData> tensors)
    {
        foreach ((string name, string expected) in Identity)
        {
            string found = metadata.GetValueOrDefault(name, "missing");
            if (found != expected) throw new InvalidDataException($"Its {name} is {Shorten(found)}, and that of this training {Shorten(expected)}.");
        }

        string sum = Sum(tensors);
        if (metadata.GetValueOrDefault(Checksum) != sum) throw new InvalidDataException($"Its data are damaged: their checksum is {sum}.");
    }

    /// <summary>Everything is taken out and checked before what outlives this training changes.</summary>
    private void Load(StateTensors state)
    {
        float[] parameters = state.TakeParameters("", Network.Info);
        if (Finite.IndexOfNonFinite(parameters) >= 0) throw new InvalidDataException("A weight is not finite.");
        long steps = state.TakeNumber("training/step", 0, long.MaxValue - 1);
        float[] optimizer = state.Take<float>("training/optimizer", Optimizer.Span.Length);
        float[] schedule = state.Take<float>("training/schedule", Schedule?.StateLength ?? 0);
        Progress.Load(state);
        Average?.Load(state);
        Best?.Load(state);
        Adjustments.Load(state, parameters);
        Batches.Resume(state, Progress);
        state.RequireEmpty();
        DecideWhetherToGoOn();
        try
        {
            Schedule?.LoadState(schedule);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"The schedule refuses its state: {exception.Message}", exception);
        }

        parameters.CopyTo(Network.Parameters);
        optimizer.CopyTo(Optimizer.Span);
        Optimizer.Steps = steps;
    }

    /// <summary>A training that has ended goes on if only its epochs were over and there are more now; one that has not is over if it has them all.</summary>
    private void DecideWhetherToGoOn()
    {
        bool isLast = Progress.History.Count == Progress.Epochs;
        if (isLast) Progress.StopReason ??= StopReason.EpochsCompleted;
        else if (Progress.StopReason == StopReason.EpochsCompleted) Progress.StopReason = Best?.IsPatienceOver == true ? StopReason.NoImprovement : null;
    }

    private float[] ScheduleState()
    {
        float[] state = new float[Schedule?.StateLength ?? 0];
        Schedule?.SaveState(state);
        return state;
    }

    private static string Sum(IEnumerable<TensorData> tensors)
    {
        uint sum = 0;
        foreach (TensorData tensor in tensors) sum = Crc32C.Append(sum, tensor.Bytes);
        return sum.ToString("x8", CultureInfo.InvariantCulture);
    }

    private static string Shorten(string text) => text.Length <= 120 ? text : $"{text.AsSpan(0, 120)}…";
}
