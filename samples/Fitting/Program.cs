using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Digits;
using Fitting;
using NetGen;
using Spectre.Console;

const int Few = 150, Epochs = 300, Short = 30;
const string FewImages = "150 images, a large network";

// Every fifth image is for the test, which no training sees. Overfitting needs little: the network learns from 150 images.
(Dataset all, Dataset test) = DigitData.Read().SplitEvery(5, 4);
(_, Dataset few) = all.StratifiedSplit((float)Few / all.Count, seed: 0);
Dataset rowMeans = RowMeans.Of(all), rowMeansOfTest = RowMeans.Of(test);

Outcome Overfitting(TrainingOptions? options = null, float labelSmoothing = 0f) => Experiment.Run(seed => new Large(seed), few, test, Epochs, options: options, labelSmoothing: labelSmoothing);

(string Name, string Change, Outcome Outcome)[] overfitting =
[
    (FewImages, "64-128-128-10", Overfitting()),
    ("more data", $"{all.Count} images", Experiment.Run(seed => new Large(seed), all, test, Epochs)),
    ("a smaller network", "64-24-10", Experiment.Run(seed => new Small(seed), few, test, Epochs)),
    ("L1", "1e-3", Overfitting(new() { Regularization = new() { L1 = 1e-3f } })),
    ("L2", "0.01", Overfitting(new() { Regularization = new() { L2 = 0.01f } })),
    ("weight decay", "1", Overfitting(new() { Regularization = new() { WeightDecay = 1f } })),
    ("a bound on weights", "norm 1", Overfitting(new() { Regularization = new() { MaxNorm = 1f } })),
    ("dropout", "0.2 and 0.5", Experiment.Run(seed => new LargeWithDropout(seed), few, test, Epochs)),
    ("noise on inputs", "deviation 0.2", Overfitting(new() { InputNoise = 0.2f })),
    ("label smoothing", "0.1", Overfitting(labelSmoothing: 0.1f)),
    ("early stopping", "patience 10", Overfitting(new() { EarlyStopping = new() { Patience = 10 } })),
];
(string Name, string Change, Outcome Outcome)[] underfitting =
[
    ("two hidden units", "64-2-10", Experiment.Run(seed => new Tiny(seed), all, test, Short)),
    ("a larger network", "64-24-10", Experiment.Run(seed => new Small(seed), all, test, Short)),
    ("too low a learning rate", "rate 1e-5", Experiment.Run(seed => new Small(seed), all, test, Short, 1e-5f)),
    ("a higher one", "rate 1e-2", Experiment.Run(seed => new Small(seed), all, test, Short, 1e-2f)),
    ("poor features", "means of 8 rows", Experiment.Run(seed => new RowMeansClassifier(seed), rowMeans, rowMeansOfTest, Short, 1e-2f)),
    ("better features", "64 pixels", Experiment.Run(seed => new Small(seed), all, test, Short, 1e-2f)),
];

Console.WriteLine($"Handwritten digits: {test.Count} of them are the test. Cross-entropy and accuracy where the network has learnt, and on the test; means of five seeds.");
var table = new Table().Border(TableBorder.Simple).AddColumns("", "with", "loss", "on test", "accuracy", "on test");
Add($"Overfitting: {Few} images, {Epochs} epochs", overfitting);
table.AddEmptyRow();
Add($"Underfitting: {all.Count} images, {Short} epochs", underfitting);
AnsiConsole.Write(table);

string chart = Path.Combine("artifacts", "fitting", "loss.svg");
LossChart.Write(chart, overfitting.Concat(underfitting).Select(row => (row.Name, row.Outcome.Curve)));
Console.WriteLine($"The loss on the test after each epoch: {chart}");

Outcome before = overfitting[0].Outcome;
bool everyCureHelps = overfitting.Skip(1).All(row => row.Outcome.TestLoss < before.TestLoss || row.Outcome.TestAccuracy > before.TestAccuracy)
    && underfitting.Chunk(2).All(pair => pair[1].Outcome.TestAccuracy > pair[0].Outcome.TestAccuracy);
return everyCureHelps ? 0 : 1;

void Add(string title, IEnumerable<(string Name, string Change, Outcome Outcome)> rows)
{
    table.AddRow($"[bold]{title}[/]");
    foreach ((string name, string change, Outcome outcome) in rows)
    {
        string[] numbers = [.. ((float[])[outcome.TrainingLoss, outcome.TestLoss, outcome.TrainingAccuracy, outcome.TestAccuracy]).Select(value => value.ToString("0.000", CultureInfo.InvariantCulture))];
        table.AddRow([$"  {name}", change, .. numbers]);
    }
}
