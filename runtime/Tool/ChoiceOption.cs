using System;
using System.CommandLine;
using System.CommandLine.Parsing;

namespace NetGen.Tool;

/// <summary>Options that take one of some words.</summary>
internal static class ChoiceOption
{
    /// <summary>An option for a word; null unless given.</summary>
    /// <param name="name">The name: <c>--dtype</c>.</param>
    /// <param name="description">What it is.</param>
    /// <param name="words">The words.</param>
    public static Option<string?> Create(string name, string description, params string[] words)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', words) };
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens)
                if (!words.AsSpan().Contains(token.Value)) result.AddError($"{name}: '{Tables.Printable(token.Value)}' is none of {string.Join(", ", words)}.");
        });
        return option;
    }
}
