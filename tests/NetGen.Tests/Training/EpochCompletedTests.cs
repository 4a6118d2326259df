using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Tests.Generated.Networks;
using NetGen.Tests.Weights;
using Xunit;

#pragma warning disable xUnit1051 // Three epochs are over before a test run could be cancelled.

namespace NetGen.Tests.Training;

public sealed class EpochCompletedTests
{
    private static readonly Dataset s_data = new(new float[48], 4, [.. Enumerable.Range(0, 12).Select(i => i % 3)]);

    [Fact]
    public void EachEpochIsReportedWithAllFiguresBeforeItIsAskedWhetherToStop()
    {
        var calls = new List<string>();
        var reports = new List<EpochReport>();
        var trainer = Trainer.Create(new IrisNetwork(1), new Adam(), new CrossEntropy());
        EventHandler<EpochReport> handler = (sender, epoch) =>
        {
            Assert.Same(trainer, sender);
            calls.Add($"event {epoch.Epoch}");
            reports.Add(epoch);
        };
        trainer.EpochCompleted += handler;
        TrainingReport report = trainer.Fit(
            s_data, 9, validation: s_data, options: new() { Clipping = GradientClipping.ByGlobalNorm(1f) },
            progress: epoch => calls.Add($"progress {epoch.Epoch}"),
            until: epoch =>
            {
                calls.Add($"until {epoch.Epoch}");
                return epoch.Epoch == 2;
            });
        Assert.Equal(["event 1", "progress 1", "until 1", "event 2", "progress 2", "until 2"], calls);
        Assert.Equal(report.History, reports);
        Assert.All(reports, epoch => Assert.True(
            epoch is { TrainingLoss: > 0, ValidationLoss: > 0, ValidationAccuracy: >= 0, GradientNorm: > 0, LearningRate: 1e-3f, Epochs: 9 }));

        trainer.EpochCompleted -= handler;
        trainer.Fit(s_data.AsSource(), 1);
        Assert.Equal(2, reports.Count);
        trainer.EpochCompleted += handler;
        trainer.Fit(s_data.AsSource(), 1);
        Assert.Equal(3, reports.Count);
    }

    [Fact]
    public void EpochsOfACheckpointAreNotReportedAgain()
    {
        using var directory = new TemporaryDirectory();
        int Reported(int epochs)
        {
            int reported = 0;
            var trainer = Trainer.Create(new IrisNetwork(1), new Adam(), new CrossEntropy());
            trainer.EpochCompleted += (_, _) => reported++;
            Assert.Equal(epochs, trainer.Fit(s_data, epochs, options: new() { Checkpoint = new(directory / "run") { Resumes = true } }).EpochsRun);
            return reported;
        }

        Assert.Equal((3, 0, 2), (Reported(3), Reported(3), Reported(5)));
    }

    [Fact]
    public void WhatAHandlerThrowsEndsTraining()
    {
        var trainer = Trainer.Create(new IrisNetwork(1), new Adam(), new CrossEntropy());
        trainer.EpochCompleted += (_, _) => throw new TimeZoneNotFoundException();
        Assert.Throws<TimeZoneNotFoundException>(() => trainer.Fit(s_data, 3));
        Assert.Equal(1, trainer.Step);
    }
}
