using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Digits;
using Fitting;
using NetGen;
using Spectre.Console;

const int Few = 150, Epochs = 300;

// Every fifth image is for the test, which no training sees. Overfitting needs little: the network learns from 150 images.
(Dataset all, Dataset test) = DigitData.Read().SplitEvery(5, 4);
(_, Dataset few) = all.StratifiedSplit((float)Few / all.Count, seed: 0);
Dataset rowMeans = RowMeans.Of(all), rowMeansOfTest = RowMeans.Of(test);

Outcome Overfitting(TrainingOptions? options = null, float labelSmoothing = 0f) => Experiment.Run(seed => new Large(seed), few, test, Epochs, options: options, labelSmoothing: labelSmoothing);

(string Name, string Change, Outcome Outcome)[] overfitting =
[
    ("a large network, few images", $"64-128-128-10, {few.Count} images, {Epochs} epochs", Overfitting()),
    ("more data", $"{all.Count} images", Experiment.Run(seed => new Large(seed), all, test, Epochs)),
    ("a smaller network", "64-24-10", Experiment.Run(seed => new Small(seed), few, test, Epochs)),
    ("L1", "1e-3", Overfitting(new() { Regularization = new() { L1 = 1e-3f } })),
    ("L2", "0.01", Overfitting(new() { Regularization = new() { L2 = 0.01f } })),
    ("weight decay", "1", Overfitting(new() { Regularization = new() { WeightDecay = 1f } })),
    ("a bound on weights", "norm 1", Overfitting(new() { Regularization = new() { MaxNorm = 1f } })),
    ("dropout", "0.2 of inputs, 0.5 of units", Experiment.Run(seed => new LargeWithDropout(seed), few, test, Epochs)),
    ("noise on inputs", "deviation 0.2", Overfitting(new() { InputNoise = 0.2f })),
    ("label smoothing", "0.1", Overfitting(labelSmoothing: 0.1f)),
    ("early stopping", "a fifth watched, patience 10", Overfitting(new() { EarlyStopping = new() { Patience = 10 } })),
];
(string Name, string Change, Outcome Outcome)[] underfitting =
[
    ("two hidden units", "64-2-10, all images, 30 epochs", Experiment.Run(seed => new Tiny(seed), all, test, 30)),
    ("a larger network", "64-24-10", Experiment.Run(seed => new Small(seed), all, test, 30)),
    ("too small a learning rate", "64-24-10, rate 1e-5", Experiment.Run(seed => new Small(seed), all, test, 30, 1e-5f)),
    ("a larger learning rate", "rate 1e-2", Experiment.Run(seed => new Small(seed), all, test, 30, 1e-2f)),
    ("poor features", "8-24-10: means of rows", Experiment.Run(seed => new Rows(seed), rowMeans, rowMeansOfTest, 30, 1e-2f)),
    ("better features", "all 64 pixels", Experiment.Run(seed => new Small(seed), all, test, 30, 1e-2f)),
];

Console.WriteLine($"Handwritten digits: {test.Count} of them are the test; means of five seeds.");
Print("Overfitting: learnt by heart, and what helps", overfitting);
Print("Underfitting: too weak to learn, and what helps", underfitting);
string chart = Path.Combine("artifacts", "fitting", "loss.svg");
LossChart.Write(chart, overfitting.Where(row => row.Name is "a large network, few images" or "more data" or "L2" or "dropout" or "noise on inputs").Select(row => (row.Name, row.Outcome.Curve)));
Console.WriteLine($"The loss on the test after each epoch: {chart}");

bool everyCureHelps = overfitting.Skip(1).All(row => row.Outcome.TestLoss < overfitting[0].Outcome.TestLoss)
    && underfitting.Chunk(2).All(pair => pair[1].Outcome.TestAccuracy > pair[0].Outcome.TestAccuracy);
return everyCureHelps ? 0 : 1;

static void Print(string title, IEnumerable<(string Name, string Change, Outcome Outcome)> rows)
{
    var table = new Table().Border(TableBorder.Simple).Title(title).AddColumns("", "with", "training loss", "test loss", "training accuracy", "test accuracy");
    foreach ((string name, string change, Outcome outcome) in rows)
    {
        string[] numbers = [.. ((float[])[outcome.TrainingLoss, outcome.TestLoss, outcome.TrainingAccuracy, outcome.TestAccuracy]).Select(value => value.ToString("0.000", CultureInfo.InvariantCulture))];
        table.AddRow([name, change, .. numbers]);
    }

    AnsiConsole.Write(table);
}
