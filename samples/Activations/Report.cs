using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Spectre.Console;

namespace Activations;

/// <summary>What the sample prints.</summary>
internal static class Report
{
    public static void Hidden(IEnumerable<(string Name, HiddenRun[] Runs)> activations)
    {
        string loss = Format(HiddenActivation.SmallLoss, "0.0");
        Heading($"Hidden activation: digits, 64-32-10, {HiddenActivation.Epochs} epochs, the first with a training loss of {loss} or less; means of five seeds");
        Table table = NewTable(["activation"], ["test accuracy", "five seeds", $"first at {loss}", "last loss"]);
        foreach ((string name, HiddenRun[] runs) in activations)
        {
            table.AddRow(
                name, Format(runs.Average(run => run.Accuracy), "0.000"), Range(runs.Select(run => run.Accuracy)),
                Format(runs.Average(run => run.EpochsToSmallLoss), "0.0"), Format(runs.Average(run => run.LastLoss), "0.000"));
        }

        AnsiConsole.Write(table);
    }

    public static void Outputs(OutputTask task)
    {
        Heading($"Output activation: {task.Name}; {task.Measure} after {OutputTask.FewEpochs} and {OutputTask.AllEpochs} epochs, means of five seeds");
        Table table = NewTable(["output", "loss", "advice"], [$"after {OutputTask.FewEpochs}", $"after {OutputTask.AllEpochs}", "five seeds"]);
        foreach (var (activation, loss, advice, scores) in task.Results)
        {
            table.AddRow(
                $"{activation}", loss, advice, Format(scores.Average(score => score.Early), "0.000"),
                Format(scores.Average(score => score.Late), "0.000"), Range(scores.Select(score => score.Late)));
        }

        AnsiConsole.Write(table);
    }

    public static void Choice()
    {
        Heading("Choose by the task");
        Table table = new Table().Border(TableBorder.Simple).AddColumns("to predict", "output", "loss");
        table.AddRow("a number", "Identity", "MeanSquaredError; Huber where there are outliers");
        table.AddRow("a number that is never negative", "Softplus", "MeanSquaredError");
        table.AddRow("yes or no", "1 unit, Sigmoid", "BinaryCrossEntropy");
        table.AddRow("labels, of which any may hold", "a unit for each, Sigmoid", "BinaryCrossEntropy");
        table.AddRow("one of several classes", "a unit for each, Softmax", "CrossEntropy");
        table.AddRow("classes by margins, without probabilities", "Identity", "Hinge or SquaredHinge");
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(
            "In hidden layers begin with ReLU. Its kin and tanh are as good on these images, to half a point (softplus to one); sigmoid and HardSigmoid take "
            + "twice the epochs, and identity leaves the network a linear model.");
    }

    private static void Heading(string text)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLine($"[bold]{text}[/]");
    }

    private static Table NewTable(IEnumerable<string> names, IEnumerable<string> numbers)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in names) table.AddColumn(new TableColumn(column).NoWrap());
        foreach (string column in numbers) table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        return table;
    }

    private static string Range(IEnumerable<float> values) => $"{Format(values.Min(), "0.000")}–{Format(values.Max(), "0.000")}";

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
