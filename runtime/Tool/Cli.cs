using System;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using NetGen.Formats;

namespace NetGen.Tool;

/// <summary>The program: <c>netgen import</c>, <c>export</c>, <c>inspect</c>, <c>diagram</c>, <c>evaluate</c>.</summary>
internal static class Cli
{
    private const int MaxProblems = 100;

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">What was asked for.</param>
    /// <param name="error">What is wrong.</param>
    /// <returns>0; 1 if something is wrong, and then nothing was written to any file.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Brings trained dense networks into NetGen and out of it.")
        {
            ImportCommand.Create(), ExportCommand.Create(), InspectCommand.Create(), DiagramCommand.Create(), EvaluateCommand.Create(),
        };
        foreach (Option option in root.Options.ToArray())
            if (option is HelpOption { Action: HelpAction help }) option.Action = new HelpWithExamples(help);

        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
        {
            foreach (ParseError problem in parsed.Errors) WriteErrors(error, problem.Message);
            error.WriteLine($"'netgen {(parsed.CommandResult.Command == root ? "" : parsed.CommandResult.Command.Name + " ")}--help' says more.");
            return 1;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (ImportException exception)
        {
            foreach (ImportProblem problem in exception.Problems.Take(MaxProblems)) error.WriteLine($"error: {Tables.Printable(problem.ToString())}");
            if (exception.Problems.Length > MaxProblems) error.WriteLine($"error: … and {exception.Problems.Length - MaxProblems} more problems.");
            return 1;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CommandException)
        {
            WriteErrors(error, exception.Message);
            return 1;
        }
    }

    private static void WriteErrors(TextWriter error, string message)
    {
        foreach (string line in message.Split('\n', StringSplitOptions.TrimEntries)) error.WriteLine($"error: {Tables.Printable(line)}");
    }
}

/// <summary>A command cannot do what it was asked for.</summary>
internal sealed class CommandException(string message) : Exception(message);
