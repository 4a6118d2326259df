using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using NetGen.Tests.Generated.Networks;
using Xunit;

namespace NetGen.Tests.Training;

#pragma warning disable xUnit1051 // Three epochs are over before a test run could be cancelled.

public sealed class TrainingHistoryTests
{
    [Fact]
    public void AllFiguresReadBackAsTheyWere()
    {
        TrainingReport report = Train(withValidation: true);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            foreign.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = foreign;
            string[][] rows = [.. Write(report.WriteCsv).Select(line => line.Split(','))];
            Assert.Equal(["epoch", "training_loss", "penalty", "gradient_norm", "learning_rate", "validation_loss", "validation_accuracy", "elapsed_seconds"], rows[0]);
            JsonElement[] objects = [.. Write(report.WriteJsonLines).Select(line => JsonDocument.Parse(line).RootElement)];
            Assert.Equal((4, 3), (rows.Length, objects.Length));
            for (int i = 0; i < 3; i++)
            {
                EpochReport epoch = report.History[i];
                float?[] expected = [epoch.Epoch, epoch.TrainingLoss, epoch.Penalty, epoch.GradientNorm, epoch.LearningRate, epoch.ValidationLoss, epoch.ValidationAccuracy, (float)epoch.Elapsed.TotalSeconds];
                Assert.Equal(expected, rows[i + 1].Select(cell => cell.Length == 0 ? null : (float?)float.Parse(cell, CultureInfo.InvariantCulture)));
                Assert.Equal(expected, rows[0].Select(name => objects[i].GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetSingle() : (float?)null));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.NotNull(report.Last.GradientNorm);
        Assert.True(report.Last.Penalty > 0f);
    }

    [Fact]
    public void WhatThereIsNoneOfIsLeftOut()
    {
        TrainingReport report = Train(withValidation: false);
        Assert.EndsWith(",,", string.Join(',', Write(report.WriteCsv)[1].Split(',')[..7]), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(Write(report.WriteJsonLines)[0]).RootElement.GetProperty("validation_loss").ValueKind);
    }

    [Fact]
    public void PrivateTrainingHasAColumnForWhatItSpends()
    {
        var trainer = Trainer.Create(new DigitsNetwork(1), new Sgd(0.1f), new CrossEntropy());
        TrainingReport report = trainer.Fit(new Dataset(new float[10 * DigitsNetwork.InputSize], DigitsNetwork.InputSize, new int[10]), 2, batchSize: 5, options: new() { Privacy = new() });
        string[] csv = Write(report.WriteCsv);
        Assert.EndsWith(",elapsed_seconds,epsilon", csv[0], StringComparison.Ordinal);
        Assert.Equal((float)report.Last.Privacy!.Value.Epsilon, float.Parse(csv[2].Split(',')[^1], CultureInfo.InvariantCulture));
        Assert.Equal((float)report.History[0].Privacy!.Value.Epsilon, JsonDocument.Parse(Write(report.WriteJsonLines)[0]).RootElement.GetProperty("epsilon").GetSingle());
    }

    private static string[] Write(Action<TextWriter> write)
    {
        var text = new StringWriter();
        write(text);
        return text.ToString().TrimEnd('\n').Split('\n');
    }

    private static TrainingReport Train(bool withValidation)
    {
        var random = new Random(1);
        var data = new Dataset(Enumerable.Range(0, 40).Select(_ => random.NextSingle()).ToArray(), 4, [.. Enumerable.Range(0, 10).Select(i => i % 3)]);
        var options = new TrainingOptions { Regularization = new() { L2 = 0.01f }, Clipping = GradientClipping.ByGlobalNorm(1f) };
        return Trainer.Create(new IrisNetwork(1), new Adam(), new CrossEntropy()).Fit(data, 3, 4, withValidation ? data : null, options: options);
    }
}
