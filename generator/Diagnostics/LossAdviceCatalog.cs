using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Activations;
using static NetGen.Generator.Diagnostics.LossAdviceDescriptors;
using static NetGen.Generator.Diagnostics.OutputCount;
using static NetGen.Generator.Diagnostics.Remedy;

namespace NetGen.Generator.Diagnostics;

/// <summary>The pairs to advise against. A pair that is not here is good, or nothing is known about it.</summary>
internal static class LossAdviceCatalog
{
    private const string ForExclusive = " for classes that exclude each other", ForIndependent = " for independent labels";
    private const string UnlessScaled = " unless all targets are in that range";
    private const string OneClass = "which compares classes, where there is one output";
    private const string Logarithm = "which takes the logarithms of probabilities";
    private const string Exclusive = "which is" + ForExclusive, Independent = "which is" + ForIndependent;
    private const string Vanishing = "whose gradient vanishes where softmax is surely wrong";
    private const string Logarithms = "which compares the logarithms of probabilities with the targets";
    private const string Unbounded = "which wants values on both sides of 0, without bounds";

    // Losses and activations by what they have in common. The losses of classes and BinaryCrossEntropy take logits, too; KLDivergence does not.
    private static readonly string[] _classLosses = ["CrossEntropy", "SmoothedCrossEntropy", "DistillationLoss"];
    private static readonly string[] _allClassLosses = [.. _classLosses, "KLDivergence"];
    private static readonly string[] _errors = ["MeanSquaredError", "MeanAbsoluteError", "Huber"], _margins = ["Hinge", "SquaredHinge"];
    private static readonly string[] _sigmoids = ["Sigmoid", "HardSigmoid"], _softmaxes = ["Softmax", "LogSoftmax"];
    private static readonly string[] _unscaled = AllBut("Identity", "Sigmoid", "HardSigmoid", "Softmax", "LogSoftmax");

    /// <summary>The pairs; of several rules for one pair, the first holds. Softmax of one output has an error of its own.</summary>
    public static readonly IReadOnlyList<LossAdvice> All =
    [
        new(ClassesOrLabels, _allClassLosses, AllBut("Softmax", "LogSoftmax"), One, OneClass, LearnBy("BinaryCrossEntropy")),
        new(NoProbability, _classLosses, _unscaled, Several, Logarithm, EndIn("Softmax")),
        new(NoProbability, ["KLDivergence"], ["Identity", .. _unscaled], Several, Logarithm, EndIn("Softmax")),
        new(NoProbability, ["BinaryCrossEntropy"], _unscaled, Any, Logarithm, EndIn("Sigmoid")),
        new(ClassesOrLabels, ["CrossEntropy"], _sigmoids, Several, Exclusive, EndIn("Softmax"), LearnBy("BinaryCrossEntropy", ForIndependent)),
        new(ClassesOrLabels, _allClassLosses, _sigmoids, Several, Exclusive, EndIn("Softmax")),
        new(ClassesOrLabels, ["BinaryCrossEntropy"], _softmaxes, Several, Independent, EndIn("Sigmoid"), LearnBy("CrossEntropy", ForExclusive)),
        new(ClassesByRegression, _errors, ["Softmax"], Several, Vanishing, LearnBy("CrossEntropy")),
        new(ClassesByRegression, _errors, ["LogSoftmax"], Several, Logarithms, LearnBy("CrossEntropy")),
        new(BoundedRegression, _errors, ["Tanh"], Any, "so that it reaches no target outside (−1, 1)", EndIn("Identity", UnlessScaled)),
        new(BoundedRegression, _errors, _sigmoids, Any, "so that it reaches no target outside (0, 1)", EndIn("Identity", UnlessScaled)),
        new(BoundedRegression, _errors, ["ReLU"], Any, "so that it reaches no target outside [0, ∞)", EndIn("Identity", UnlessScaled)),
        new(BoundedMargin, _margins, AllBut("Identity", "LeakyReLU"), Any, Unbounded, EndIn("Identity")),
    ];

    /// <summary>What to say about a pair, or null.</summary>
    public static LossAdvice? Find(OutputLayer output, string loss) => All.FirstOrDefault(advice => advice.AppliesTo(output, loss));

    private static string[] AllBut(params string[] excepted) => [.. ActivationCatalog.All.Select(static activation => activation.Name).Except(excepted)];
}
