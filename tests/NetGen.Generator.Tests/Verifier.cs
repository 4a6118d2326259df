using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Tasks;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Microsoft.CodeAnalysis;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>
/// Compares what the generator makes with the files beside the test: <c>Class.Method#Hint.g.verified.cs</c> for each generated file, and
/// <c>Class.Method.verified.txt</c> for the diagnostics. What differs is left there as <c>.received</c>; with NETGEN_ACCEPT=1 it becomes the verified.
/// </summary>
internal static class Verifier
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static Task Verify(GeneratorDriver driver, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") =>
        Verify(driver.GetRunResult(), sourceFile, method);

    public static Task Verify(GeneratorDriverRunResult result, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") =>
        Verify(Describe(result), sourceFile, method);

    /// <summary>The same for texts, by the ends of their file names.</summary>
    public static Task Verify(IReadOnlyDictionary<string, string> texts, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") => Compare(
        Path.GetDirectoryName(sourceFile)!,
        $"{Path.GetFileNameWithoutExtension(sourceFile)}.{method}",
        texts,
        Environment.GetEnvironmentVariable("NETGEN_ACCEPT") == "1");

    /// <summary>Compares texts, by the ends of their file names, with all the verified files of that prefix.</summary>
    public static async Task Compare(string directory, string prefix, IReadOnlyDictionary<string, string> received, bool accepts)
    {
        List<string> failures = [];
        foreach ((string ending, string text) in received)
        {
            string verifiedPath = Path.Combine(directory, prefix + ending.Insert(ending.LastIndexOf('.'), ".verified"));
            string receivedPath = verifiedPath.Replace(".verified.", ".received.", StringComparison.Ordinal);
            string? verified = File.Exists(verifiedPath) ? await File.ReadAllTextAsync(verifiedPath) : null;
            if (verified != text && !accepts)
            {
                await File.WriteAllTextAsync(receivedPath, text, _utf8);
                failures.Add($"{Path.GetFileName(verifiedPath)} {(verified is null ? "is new:" : "differs:")}\n{Diff(verified ?? "", text)}");
                continue;
            }

            if (verified != text) await File.WriteAllTextAsync(verifiedPath, text, _utf8);
            File.Delete(receivedPath);
        }

        IEnumerable<string> stale = Directory.GetFiles(directory, $"{prefix}*.verified.*")
            .Where(path => Path.GetFileName(path)[prefix.Length] is '#' or '.')
            .Where(path => !received.ContainsKey(Path.GetFileName(path)[prefix.Length..].Replace(".verified", "", StringComparison.Ordinal)));
        foreach (string path in stale)
        {
            if (accepts) File.Delete(path);
            else failures.Add($"{Path.GetFileName(path)} is stale: nothing was generated for it.");
        }

        if (failures.Count > 0) Assert.Fail(string.Join("\n", failures) + "\nSet NETGEN_ACCEPT=1 to accept.");
    }

    private static Dictionary<string, string> Describe(GeneratorDriverRunResult result)
    {
        Dictionary<string, string> texts = [];
        foreach (GeneratedSourceResult source in result.Results.SelectMany(static run => run.GeneratedSources))
            texts.Add($"#{source.HintName}", $"//HintName: {source.HintName}\n{source.SourceText}");

        if (!result.Diagnostics.IsEmpty) texts.Add(".txt", string.Concat(result.Diagnostics.Select(static diagnostic => $"{diagnostic}\n")));
        return texts;
    }

    private static string Diff(string verified, string received) => string.Join("\n", InlineDiffBuilder.Diff(verified, received).Lines
        .Where(static line => line.Type != ChangeType.Unchanged)
        .Select(static line => $"{(line.Type == ChangeType.Inserted ? "+" : "-")} {line.Text}"));
}
