using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>
/// The operators that can be evaluated, by the text of the standard (github.com/onnx/onnx, docs/Operators.md, and docs/Changelog.md for the versions). One
/// entry adds one.
/// </summary>
internal static class OperatorCatalogue
{
    /// <summary>The newest version of the standard's operators that was read.</summary>
    public const int NewestOpset = 24;

    /// <summary>All of them, by family.</summary>
    public static ImmutableArray<Operator> All { get; } =
    [
        .. Elementwise(
        [
            new("Add", 7, ElementwiseOperators.Numbers(static (a, b) => a + b, static (_, a, b) => a + b)),
            new("Sub", 7, ElementwiseOperators.Numbers(static (a, b) => a - b, static (_, a, b) => a - b)),
            new("Mul", 7, ElementwiseOperators.Numbers(static (a, b) => a * b, static (_, a, b) => a * b)),
            new("Div", 7, ElementwiseOperators.Numbers(static (a, b) => a / b, IntegerRange.Divide)),
            new("Pow", 7, ElementwiseOperators.Pow),
            new("Max", 6, ElementwiseOperators.Many(Math.Max, static (type, a, b) => IntegerRange.Compare(type, a, b) > 0 ? a : b)),
            new("Min", 6, ElementwiseOperators.Many(Math.Min, static (type, a, b) => IntegerRange.Compare(type, a, b) < 0 ? a : b)),
            new("Sum", 6, ElementwiseOperators.Many(static (a, b) => a + b, static (_, a, b) => a + b)),
            new("Mean", 6, ElementwiseOperators.Mean),
            new("Neg", 1, ElementwiseOperators.Number(static x => -x, static x => unchecked(-x))),
            new("Abs", 1, ElementwiseOperators.Number(Math.Abs, static x => x < 0 ? unchecked(-x) : x)),
            new("Sign", 9, ElementwiseOperators.Number(static x => double.IsNaN(x) ? x : Math.Sign(x), static x => Math.Sign(x))),
            new("Sqrt", 1, ElementwiseOperators.Real(Math.Sqrt)),
            new("Reciprocal", 1, ElementwiseOperators.Real(static x => 1 / x)),
            new("Exp", 1, ElementwiseOperators.Real(Math.Exp)),
            new("Log", 1, ElementwiseOperators.Real(Math.Log)),
            new("Erf", 9, ElementwiseOperators.Real(SpecialFunctions.Erf)),
            new("Floor", 1, ElementwiseOperators.Real(Math.Floor)),
            new("Ceil", 1, ElementwiseOperators.Real(Math.Ceiling)),
            new("Clip", 6, ElementwiseOperators.Clip),
            new("Identity", 1, static call => call[0]),
            new("Cast", 6, ConstantOperators.Cast),
            new("CastLike", 15, ConstantOperators.CastLike),
            new("Where", 9, ElementwiseOperators.Where),
            new("Equal", 7, ElementwiseOperators.Relation(static (a, b) => a == b, static order => order == 0)),
            new("Greater", 7, ElementwiseOperators.Relation(static (a, b) => a > b, static order => order > 0)),
            new("GreaterOrEqual", 12, ElementwiseOperators.Relation(static (a, b) => a >= b, static order => order >= 0)),
            new("Less", 7, ElementwiseOperators.Relation(static (a, b) => a < b, static order => order < 0)),
            new("LessOrEqual", 12, ElementwiseOperators.Relation(static (a, b) => a <= b, static order => order <= 0)),
            new("And", 7, ElementwiseOperators.Logic(static (a, b) => a & b)),
            new("Or", 7, ElementwiseOperators.Logic(static (a, b) => a | b)),
            new("Xor", 7, ElementwiseOperators.Logic(static (a, b) => a ^ b)),
            new("Not", 1, ElementwiseOperators.Number(static x => x, static x => 1 - x)),

            new("Relu", 1, ElementwiseOperators.Number(static x => Math.Max(x, 0), static x => Math.Max(x, 0))),
            new("LeakyRelu", 1, ActivationOperators.Of("alpha", 0.01f, static (x, alpha) => x < 0 ? alpha * x : x)),
            new("Elu", 1, ActivationOperators.Of("alpha", 1, static (x, alpha) => x < 0 ? alpha * (Math.Exp(x) - 1) : x)),
            new("Selu", 6, ActivationOperators.Of("alpha", 1.67326319217681884765625f, "gamma", 1.05070102214813232421875f,
                static (x, alpha, gamma) => gamma * (x > 0 ? x : alpha * (Math.Exp(x) - 1)))),
            new("Celu", 12, ActivationOperators.Of("alpha", 1, static (x, alpha) => Math.Max(0, x) + Math.Min(0, alpha * (Math.Exp(x / alpha) - 1)))),
            new("Sigmoid", 1, ElementwiseOperators.Real(ActivationOperators.Sigmoid)),
            new("Tanh", 1, ElementwiseOperators.Real(Math.Tanh)),
            new("Softplus", 1, ElementwiseOperators.Real(ActivationOperators.Softplus)),
            new("Softsign", 1, ElementwiseOperators.Real(static x => x / (1 + Math.Abs(x)))),
            new("HardSigmoid", 1, ActivationOperators.Of("alpha", 0.2f, "beta", 0.5f, ActivationOperators.HardSigmoid)),
            new("HardSwish", 14, ElementwiseOperators.Real(static x => x * ActivationOperators.HardSigmoid(x, 1.0 / 6, 0.5))),
            new("Mish", 18, ElementwiseOperators.Real(static x => x * Math.Tanh(ActivationOperators.Softplus(x)))),
            new("Gelu", 20, ActivationOperators.Gelu),
            new("Swish", 24, ActivationOperators.Of("alpha", 1, static (x, alpha) => x * ActivationOperators.Sigmoid(alpha * x))),
            new("PRelu", 7, ActivationOperators.PRelu),
            new("ThresholdedRelu", 10, ActivationOperators.Of("alpha", 1, static (x, alpha) => x > alpha ? x : 0)),
        ]),

        new("Softmax", 1, ActivationOperators.Softmax),
        new("LogSoftmax", 1, ActivationOperators.LogSoftmax),
        new("Hardmax", 1, ActivationOperators.Hardmax),

        new("Gemm", 7, MatrixOperators.Gemm),
        new("MatMul", 1, MatrixOperators.MatMul),

        new("ReduceSum", 1, ReductionOperators.Over(13, ReductionOperators.Sum, static values => values.Aggregate(0L, static (a, b) => unchecked(a + b)))),
        new("ReduceMean", 1, ReductionOperators.Over(18, static values => values.DefaultIfEmpty(double.NaN).Average())),
        new("ReduceMax", 1, ReductionOperators.Over(18, static values => values.DefaultIfEmpty(double.NegativeInfinity).Max(),
            static values => values.DefaultIfEmpty(long.MinValue).Max())),
        new("ReduceMin", 1, ReductionOperators.Over(18, static values => values.DefaultIfEmpty(double.PositiveInfinity).Min(),
            static values => values.DefaultIfEmpty(long.MaxValue).Min())),
        new("ReduceProd", 1, ReductionOperators.Over(18, static values => values.Aggregate(1.0, static (a, b) => a * b),
            static values => values.Aggregate(1L, static (a, b) => unchecked(a * b)))),
        new("ReduceL1", 1, ReductionOperators.Over(18, static values => values.Sum(Math.Abs))),
        new("ReduceL2", 1, ReductionOperators.Over(18, ReductionOperators.Norm)),
        new("ReduceLogSum", 1, ReductionOperators.Over(18, static values => Math.Log(values.Sum()))),
        new("ReduceLogSumExp", 1, ReductionOperators.Over(18, ReductionOperators.LogSumExp)),
        new("ReduceSumSquare", 1, ReductionOperators.Over(18, static values => values.Sum(static value => value * value))),
        new("ArgMax", 1, ReductionOperators.Best(1)),
        new("ArgMin", 1, ReductionOperators.Best(-1)),

        new("Reshape", 5, ShapeOperators.Reshape),
        new("Flatten", 1, ShapeOperators.Flatten),
        new("Squeeze", 1, ShapeOperators.Squeeze),
        new("Unsqueeze", 1, ShapeOperators.Unsqueeze),
        new("Transpose", 1, ShapeOperators.Transpose),
        new("Expand", 8, ShapeOperators.Expand),
        new("Tile", 6, ShapeOperators.Tile),
        new("Shape", 1, ShapeOperators.Shape),
        new("Size", 1, ShapeOperators.Size),

        new("Gather", 1, SelectionOperators.Gather),
        new("Concat", 4, SelectionOperators.Concat),
        new("Slice", 1, SelectionOperators.Slice),
        new("Split", 2, SelectionOperators.Split),

        new("Constant", 1, ConstantOperators.Constant),
        new("ConstantOfShape", 9, ConstantOperators.ConstantOfShape),
        new("Range", 11, ConstantOperators.Range),

        new("BatchNormalization", 7, NormalizationOperators.BatchNormalization),
        new("LayerNormalization", 17, NormalizationOperators.LayerNormalization),
        new("Dropout", 7, NormalizationOperators.Dropout),

        new(MachineLearningOperators.Domain, "Scaler", 1, static call => [MachineLearningOperators.Scaler(call)]),
        new(MachineLearningOperators.Domain, "ArrayFeatureExtractor", 1, static call => [MachineLearningOperators.ArrayFeatureExtractor(call)]),
    ];

    private static FrozenDictionary<(string Domain, string Name), Operator> ByName { get; } = All.ToFrozenDictionary(entry => (entry.Domain, entry.Name));

    /// <summary>The operator of a node; null if it is not known.</summary>
    public static Operator? Find(OnnxNode node) => ByName.GetValueOrDefault((node.Domain, node.OpType));

    private static IEnumerable<Operator> Elementwise(ImmutableArray<Operator> operators) => operators.Select(entry => entry with { IsElementwise = true });
}
