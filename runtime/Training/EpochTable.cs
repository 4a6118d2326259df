using System;
using System.Collections.Generic;
using System.IO;

namespace NetGen;

/// <summary>Reports of epochs as a table of numbers, each exactly as it was but for the time, and a table of which there are.</summary>
internal static class EpochTable
{
    private const string Values = "training/history";
    private const string Given = "training/history_given";
    private const int Columns = 10;

    /// <summary>More seconds than any training takes, of which a <see cref="TimeSpan"/> can have twice as many.</summary>
    public const double MaxSeconds = long.MaxValue / 2 / TimeSpan.TicksPerSecond;

    /// <summary>Puts the reports into a state.</summary>
    public static void Save(StateTensors state, List<EpochReport> history)
    {
        double[] values = new double[history.Count * Columns];
        int[] given = new int[history.Count];
        for (int i = 0; i < history.Count; i++)
        {
            EpochReport epoch = history[i];
            Span<double> row = values.AsSpan(i * Columns, Columns);
            (row[0], row[1], row[2], row[3]) = (epoch.TrainingLoss, epoch.Penalty, epoch.LearningRate, epoch.Elapsed.TotalSeconds);
            (row[4], row[5], row[6]) = (epoch.GradientNorm ?? 0, epoch.ValidationLoss ?? 0, epoch.ValidationAccuracy ?? 0);
            (row[7], row[8], row[9]) = epoch.Privacy is { } privacy ? (privacy.Epsilon, privacy.Delta, privacy.Order) : (0, 0, 0);
            given[i] = (epoch.GradientNorm is null ? 0 : 1) | (epoch.ValidationLoss is null ? 0 : 2) | (epoch.ValidationAccuracy is null ? 0 : 4) | (epoch.Privacy is null ? 0 : 8);
        }

        state.Add<double>(Values, values, [history.Count, Columns]);
        state.Add<int>(Given, given);
    }

    /// <summary>Takes the reports out of a state.</summary>
    /// <exception cref="InvalidDataException">There are none in it.</exception>
    public static void Load(StateTensors state, int epochs, List<EpochReport> history)
    {
        double[] values = state.TakeTable(Values, Columns);
        int[] given = state.Take<int>(Given, values.Length / Columns);
        for (int i = 0; i < given.Length; i++)
        {
            int places = given[i];
            double[] row = values[(i * Columns)..((i + 1) * Columns)];
            if (places is < 0 or > 15) throw new InvalidDataException($"Tensor '{Given}' has the value {places}.");
            if (!(row[3] >= 0 && row[3] < MaxSeconds)) throw new InvalidDataException($"The time of epoch {i + 1} is {row[3]} seconds.");
            history.Add(new EpochReport
            {
                Epoch = i + 1,
                Epochs = epochs,
                TrainingLoss = (float)row[0],
                Penalty = (float)row[1],
                LearningRate = (float)row[2],
                Elapsed = TimeSpan.FromSeconds(row[3]),
                GradientNorm = Optional(row[4], places & 1),
                ValidationLoss = Optional(row[5], places & 2),
                ValidationAccuracy = Optional(row[6], places & 4),
                Privacy = (places & 8) == 0 ? null : new PrivacyBudget(row[7], row[8], row[9]),
            });
        }
    }

    private static float? Optional(double value, int isGiven) => isGiven == 0 ? null : (float)value;
}
