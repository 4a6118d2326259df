using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Binary;
using NetGen;
using Spectre.Console;

const float RequiredAccuracy = 0.95f;
int[] seeds = [0, 1, 2, 3, 4];

// Every fifth tumour is kept for the test. What the features are scaled by is learnt on the others alone.
(Dataset rawTraining, Dataset rawTest) = TumourData.Read().SplitEvery(5, 4);
var standardization = Standardization.Learn(rawTraining);
Dataset training = standardization.Apply(rawTraining);

Descent[] descents = [new("batch", training.Count, 0.5f), new("mini-batch of 32", 32, 0.1f), new("stochastic", 1, 0.01f)];
var table = new Table().Border(TableBorder.Simple).AddColumns("descent", "rate", "epochs", "steps", "time", "loss", "accuracy", "of five seeds");
var charted = new List<(string, TrainingReport)>();
bool isGood = true;
foreach (Descent descent in descents)
{
    var runs = seeds.Select(seed => descent.Run(training, seed)).ToList();
    TrainingReport first = runs[0].Report;
    charted.Add((descent.Name, first));

    // The scaling goes into the first layer, so that each network takes tumours as they were measured.
    foreach ((TumourClassifier network, _) in runs) standardization.FoldInto(network);
    float[] accuracies = [.. runs.Select(run => run.Network.Accuracy(rawTest))];
    isGood &= accuracies.Order().ElementAt(seeds.Length / 2) >= RequiredAccuracy && runs.All(run => run.Report.StopReason == StopReason.ConditionMet);
    table.AddRow(
        descent.Name, Format($"{descent.LearningRate}"), Format($"{first.EpochsRun}"), Format($"{first.EpochsRun * ((training.Count + descent.BatchSize - 1) / descent.BatchSize)}"),
        Format($"{runs.Min(run => run.Report.Elapsed).TotalMilliseconds:0.0} ms"), Format($"{first.Last.TrainingLoss:0.000}"),
        Format($"{accuracies.Order().ElementAt(seeds.Length / 2):0.000}"), Format($"{accuracies.Min():0.000} to {accuracies.Max():0.000}"));
}

Console.WriteLine($"{training.Count} tumours to learn from, {rawTest.Count} to test on; until the training loss is at most {Format($"{Descent.AcceptableLoss}")}. Times are the least, accuracies the median of five seeds.");
AnsiConsole.Write(table);
string chart = Path.Combine("artifacts", "binary", "loss.svg");
LossChart.Write(chart, charted);
Console.WriteLine($"Loss curves of seed {seeds[0]}: {chart}");
return isGood ? 0 : 1;

static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
