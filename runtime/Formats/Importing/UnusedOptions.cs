using System.Collections.Generic;
using System.Linq;

namespace NetGen.Formats;

/// <summary>Options that are given for a file of a format that has no use for them.</summary>
internal static class UnusedOptions
{
    /// <summary>Says them to a builder, by their names at the command line.</summary>
    /// <param name="options">The options.</param>
    /// <param name="builder">Gets the problems.</param>
    /// <param name="format">The format, for the message.</param>
    /// <param name="used">The options that it has a use for, beside the name.</param>
    public static void Check(ImportOptions options, NetworkBuilder builder, string format, params string[] used)
    {
        foreach (ImportProblem problem in Of(options, format, used)) builder.Fail(problem.Where, problem.What, problem.Instead);
    }

    /// <summary>Throws them.</summary>
    /// <exception cref="ImportException">There are some.</exception>
    public static void Check(ImportOptions options, string format, params string[] used)
    {
        ImportProblem[] problems = [.. Of(options, format, used)];
        if (problems.Length > 0) throw new ImportException([.. problems]);
    }

    private static IEnumerable<ImportProblem> Of(ImportOptions options, string format, string[] used)
    {
        (string Name, bool IsGiven)[] all =
        [
            ("--activation", options.Activation is not null),
            ("--output-activation", options.OutputActivation is not null),
            ("--activations", !options.Activations.IsEmpty),
            ("--layers", !options.Layers.IsEmpty),
            ("--graph-output", options.Output is not null),
            ("--layout", options.Layout is not null),
            ("--batch-norm", options.BatchNorm is not null),
            ("--epsilon", options.BatchNormEpsilon is not null),
        ];
        return all.Where(option => option.IsGiven && !used.Contains(option.Name))
            .Select(option => new ImportProblem(option.Name, $"there is no use for it in {format}.", used.Length == 0 ? "" : $"{string.Join(", ", used)}."));
    }
}
