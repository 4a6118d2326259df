using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using NetGen;
using Spectre.Console;

namespace Digits;

/// <summary>What the sample prints: drawn live on a terminal, plain lines elsewhere.</summary>
internal static class Report
{
    private const int EpochsPerLine = 10;

    private static bool IsLive => AnsiConsole.Profile is { Out.IsTerminal: true, Capabilities: { Interactive: true, Ansi: true } };

    public static void Network(NetworkInfo network, Dataset training, Dataset test)
    {
        string layers = string.Join(" -> ", network.Tensors.Where(tensor => tensor.Shape.Length == 2).Select(tensor => tensor.Shape[0]).Prepend(network.InputSize));
        Console.WriteLine($"{network.Name}: {layers}, {network.ParameterCount} parameters; {training.Count} images to train on, {test.Count} to test on.");
    }

    public static void Training(Dataset learning, Dataset validation, Action<Action<EpochReport>> train)
    {
        Heading($"Training on {learning.Count} of the training images, watching the other {validation.Count}");
        if (!IsLive)
        {
            train(epoch =>
            {
                if (epoch.Epoch == 1 || epoch.Epoch % EpochsPerLine == 0) Console.WriteLine(Describe(epoch));
            });
            return;
        }

        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn())
            .Start(context =>
            {
                ProgressTask bar = context.AddTask("epoch");
                train(epoch =>
                {
                    bar.MaxValue = epoch.Epochs;
                    bar.Value = epoch.Epoch;
                    bar.Description = Describe(epoch);
                });
            });
    }

    public static void Accuracies(int[] seeds, float[] accuracies, float median, float required)
    {
        Heading("Test accuracy, trained on all training images");
        for (int i = 0; i < seeds.Length; i++) Console.WriteLine($"seed {seeds[i]}: {Percent(accuracies[i])}");
        string verdict = median >= required ? "[green]reached[/]" : "[red]missed[/]";
        AnsiConsole.MarkupLine($"median: [bold]{Percent(median)}[/], required {Percent(required)}: {verdict}");
    }

    public static void Confusions(ConfusionMatrix matrix, int seed)
    {
        Heading($"Confusion matrix of seed {seed}: a row for each digit, a column for each prediction");
        var table = new Table().Border(TableBorder.Simple).AddColumn("");
        foreach (string digit in matrix.Labels) table.AddColumn(new TableColumn(digit).RightAligned());
        for (int actual = 0; actual < matrix.ClassCount; actual++)
            table.AddRow([matrix.Labels[actual], .. Enumerable.Range(0, matrix.ClassCount).Select(predicted => Cell(matrix[actual, predicted], actual == predicted))]);
        AnsiConsole.Write(table);
    }

    public static void Speed((double Minimum, double Median) nanoseconds)
    {
        Heading("Cost");
        Console.WriteLine($"one call of Predict: {Format(nanoseconds.Minimum)} ns in the fastest round, {Format(nanoseconds.Median)} ns in the median round");
    }

    public static void Allocations((long Bytes, int Calls) predictions, (long Bytes, int Steps) training)
    {
        Console.WriteLine($"allocated by {predictions.Calls} calls of Forward and of Predict: {predictions.Bytes} bytes");
        Console.WriteLine($"allocated by {training.Steps} training steps: {training.Bytes} bytes");
    }

    public static void Weights(string path, int identical, int count)
    {
        Heading("Weights");
        Console.WriteLine($"saved to {path}");
        Console.WriteLine($"loaded into a new network: {identical} of {count} test images give the same outputs, bit for bit");
    }

    public static void GeneratedSource()
    {
        string directory = typeof(Report).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "GeneratedSources").Value!;
        string path = Directory.EnumerateFiles(directory, $"*.{nameof(DigitClassifier)}.g.cs", SearchOption.AllDirectories).Single();
        Heading("The code that did all this is yours to read");
        Console.WriteLine(path);
    }

    private static void Heading(string text)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLine($"[bold]{text}[/]");
    }

    private static string Describe(EpochReport epoch) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {epoch.Epoch,2} of {epoch.Epochs}, training loss {epoch.TrainingLoss:0.0000}, validation accuracy {Percent(epoch.ValidationAccuracy!.Value)}");

    private static string Cell(int count, bool isRight) => count == 0 ? "[grey]·[/]" : isRight ? $"[green]{count}[/]" : $"[red]{count}[/]";

    private static string Percent(float part) => string.Create(CultureInfo.InvariantCulture, $"{100 * part:0.0} %");

    private static string Format(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
