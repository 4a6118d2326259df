using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using NetGen.Formats;

namespace NetGen.Tool;

/// <summary>The file that a command reads, and what the file leaves open.</summary>
internal sealed class FileOptions
{
    private readonly Argument<string> _file =
        new("file") { Description = $"The file: {string.Join(", ", ImportFormat.All.Select(format => format.Extension))}." };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "The name of the class; by default that of the file.",
        HelpName = "name",
    };

    private readonly Option<string?> _activation = new("--activation")
    {
        Description = "The activation of the layers before the last, where the file does not say it: relu, tanh, leaky_relu:0.2, …",
        HelpName = "function",
    };

    private readonly Option<string?> _outputActivation = new("--output-activation")
    {
        Description = "The activation of the last layer, where the file does not say it; identity unless given.",
        HelpName = "function",
    };

    private readonly Option<string?> _activations = new("--activations")
    {
        Description = "The activations of all dense layers, with commas, instead of those two.",
        HelpName = "list",
    };

    private readonly Option<string?> _layers = new("--layers")
    {
        Description = "The modules or matrices of the file in the order of the network, with commas, where it cannot be told.",
        HelpName = "list",
    };

    private readonly Option<string?> _graphOutput = new("--graph-output")
    {
        Description = "The output of an ONNX graph that the network gives, where there is more than one.",
        HelpName = "name",
    };

    private readonly Option<string?> _layout = ChoiceOption.Create("--layout", "How matrices lie in an npz file, where it cannot be told.", "in-out", "out-in");

    private readonly Option<string?> _batchNorm = ChoiceOption.Create(
        "--batch-norm", "Where batch normalisation stands after a layer of PyTorch, where it cannot be told: before or after the activation.", "before", "after");

    private readonly Option<double?> _epsilon = NumberOption.Create(
        "--epsilon", "What batch normalisation adds to the variance; 1e-5 unless given, in Keras 1e-3.", double.NegativeInfinity, double.PositiveInfinity);

    private readonly Option<string?> _format = ChoiceOption.Create(
        "--format", "The format of the file, where its content and ending do not say it.", [.. ImportFormat.All.Select(format => format.Name)]);

    /// <summary>Adds all of them to a command.</summary>
    public FileOptions(Command command)
    {
        command.Add(_file);
        foreach (Option option in (Option[])[_name, _activation, _outputActivation, _activations, _layers, _graphOutput, _layout, _batchNorm, _epsilon, _format])
            command.Add(option);
    }

    /// <summary>The file.</summary>
    public string Path(ParseResult parsed) => parsed.GetRequiredValue(_file);

    /// <summary>The format of the file.</summary>
    /// <exception cref="ImportException">It is of no known format.</exception>
    public ImportFormat Format(ParseResult parsed) => ImportFormat.Of(Path(parsed), parsed.GetValue(_format));

    /// <summary>Reads the network of the file.</summary>
    /// <exception cref="ImportException">An option or the file is wrong; everything is named.</exception>
    public ImportedNetwork Read(ParseResult parsed)
    {
        var problems = new List<ImportProblem>();
        var options = new ImportOptions
        {
            Name = parsed.GetValue(_name),
            Activation = Parse(_activation).FirstOrNull(),
            OutputActivation = Parse(_outputActivation).FirstOrNull(),
            Activations = [.. Parse(_activations)],
            Layers = [.. Split(parsed.GetValue(_layers))],
            Output = parsed.GetValue(_graphOutput),
            Layout = parsed.GetValue(_layout) switch { "in-out" => WeightLayout.InOut, "out-in" => WeightLayout.OutIn, _ => null },
            BatchNorm = parsed.GetValue(_batchNorm) switch
            {
                "before" => BatchNormPlace.BeforeActivation,
                "after" => BatchNormPlace.AfterActivation,
                _ => null,
            },
            BatchNormEpsilon = parsed.GetValue(_epsilon),
        };
        if (options.Name is { } name && !NetworkValidation.IsClassName(name))
            problems.Add(new("--name", $"{NetworkValidation.Quote(name)} cannot be the name of a class.", NetworkValidation.ClassNames));
        if (options.BatchNormEpsilon is { } epsilon && !(epsilon >= 0 && double.IsFinite(epsilon)))
            problems.Add(new("--epsilon", $"it is {epsilon}.", "0 or more."));
        if (problems.Count > 0) throw new ImportException([.. problems]);
        return Format(parsed).Read(Path(parsed), options);

        List<ActivationChoice> Parse(Option<string?> option)
        {
            var choices = new List<ActivationChoice>();
            string? text = parsed.GetValue(option);
            foreach (string word in option == _activations ? Split(text) : text is null ? [] : [text])
            {
                if (ActivationChoice.TryParse(word, out ActivationChoice choice)) choices.Add(choice);
                else problems.Add(new(option.Name, $"{NetworkValidation.Quote(word)} is no activation.", string.Join(", ", ActivationChoice.Names) + "."));
            }

            return choices;
        }
    }

    /// <summary>The entries of a list with commas; none for null.</summary>
    public static string[] Split(string? list) => list is null ? [] : list.Split(',', StringSplitOptions.TrimEntries);
}

/// <summary>Helps with lists.</summary>
internal static class ListExtensions
{
    /// <summary>The first value; null if there is none.</summary>
    public static T? FirstOrNull<T>(this List<T> values)
        where T : struct => values.Count > 0 ? values[0] : null;
}
