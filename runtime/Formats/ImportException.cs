using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;

namespace NetGen.Formats;

/// <summary>A file cannot be imported; the message names everything that is wrong with it.</summary>
/// <param name="problems">What is wrong, at least one entry.</param>
public sealed class ImportException(ImmutableArray<ImportProblem> problems) : IOException(string.Join(Environment.NewLine, problems.Select(problem => problem.ToString())))
{
    /// <summary>What is wrong with the file, each thing by itself.</summary>
    public ImmutableArray<ImportProblem> Problems { get; } = problems;
}

/// <summary>One thing that cannot be imported.</summary>
/// <param name="Where">Where it is: <c>node 'conv1' (Conv)</c>, <c>tensor 'fc1.weight'</c>, or the file.</param>
/// <param name="What">What is wrong, with the values found.</param>
/// <param name="Instead">What would be supported instead; empty if there is nothing to say.</param>
public sealed record ImportProblem(string Where, string What, string Instead = "")
{
    /// <inheritdoc/>
    public override string ToString() => Instead.Length == 0 ? $"{Where}: {What}" : $"{Where}: {What} Supported instead: {Instead}";
}
