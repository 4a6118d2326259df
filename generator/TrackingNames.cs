namespace NetGen.Generator;

/// <summary>The names of the pipeline's steps, by which the tests ask why a step ran again.</summary>
internal static class TrackingNames
{
    /// <summary>One per class with <c>[Network]</c>: its declaration, with every place in the source. Differs after any edit of its file.</summary>
    public const string Parsed = nameof(Parsed);

    /// <summary>The declarations without their places: the same after an edit that only moves code.</summary>
    public const string Declaration = nameof(Declaration);

    /// <summary>The files of weights that the project has, by their headers: the same after a training that only changed values.</summary>
    public const string WeightsFiles = nameof(WeightsFiles);

    /// <summary>The declarations, each with the file of weights that it names.</summary>
    public const string Weighted = nameof(Weighted);

    /// <summary>The declarations after lowering: a plan or issues, or a plan with warnings.</summary>
    public const string Lowered = nameof(Lowered);

    /// <summary>The plans alone: all that the generated text depends on.</summary>
    public const string Plan = nameof(Plan);

    /// <summary>The diagnostics, with their places: beside the plans, so that a moved squiggle writes no file again.</summary>
    public const string Diagnostics = nameof(Diagnostics);
}
