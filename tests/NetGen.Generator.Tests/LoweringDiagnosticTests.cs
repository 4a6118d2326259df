using System.Linq;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Diagnostics;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>Every diagnostic about shapes, numbers and names: its id, its place, its message, and no other beside it.</summary>
public sealed class LoweringDiagnosticTests
{
    /// <summary>Sources with the marks of <see cref="MarkedSource"/>, and the messages.</summary>
    public static TheoryData<string, string[]> Cases { get; } = new()
    {
        { "[{|NETGEN008:Network|}, Dense(2)] partial class Net;", ["The input shape [] cannot be used: it has no sizes"] },
        { "[{|NETGEN008:Network()|}, Dense(2)] partial class Net;", ["The input shape [] cannot be used: it has no sizes"] },
        { "[Network({|NETGEN008:null!|}), Dense(2)] partial class Net;", ["The input shape [] cannot be used: it has no sizes"] },
        { "[Network({|NETGEN008:0|}), Dense(2)] partial class Net;", ["The input shape [0] cannot be used: every size is at least 1"] },
        { "[Network({|NETGEN008:-4|}), Dense(2)] partial class Net;", ["The input shape [-4] cannot be used: every size is at least 1"] },
        { "[Network({|NETGEN008:1048577|}), Dense(2)] partial class Net;", ["The input shape [1048577] cannot be used: a sample has at most 1048576 values"] },
        { "[Network(3, {|NETGEN008:0|}), Dense(2)] partial class Net;", ["The input shape [3, 0] cannot be used: every size is at least 1"] },
        {
            "[Network(1048576, {|NETGEN008:1048576|}), Dense(2)] partial class Net;",
            ["The input shape [1048576, 1048576] cannot be used: a sample has at most 1048576 values"]
        },
        { "[Network(4), Dense({|NETGEN009:0|})] partial class Net;", ["0 units are out of range: the layer 'dense1' has 1 to 1048576"] },
        {
            "[Network(4), Dense(3), Dense(Name = \"big\", units: {|NETGEN009:1048577|})] partial class Net;",
            ["1048577 units are out of range: the layer 'big' has 1 to 1048576"]
        },
        { "[Network(4), Dense(2, {|NETGEN010:(Activation)99|})] partial class Net;", ["Activation has no value 99"] },
        { "[Network(4), Dense(2, Initializer = {|NETGEN010:(Initializer)(-1)|})] partial class Net;", ["Initializer has no value -1"] },
        {
            "[Network(4), Dense(3, {|NETGEN011:Activation.Softmax|}), Dense(2)] partial class Net;",
            ["The layer 'dense1' applies Softmax inside the network, where it squeezes the values that the next layers learn from; it is meant for the output"]
        },
        {
            "[Network(4), Dense(3, activation: {|NETGEN011:Activation.LogSoftmax|}), Dense(2)] partial class Net;",
            ["The layer 'dense1' applies LogSoftmax inside the network, where it squeezes the values that the next layers learn from; it is meant for the output"]
        },
        {
            "[Network(4), Dense(1, {|NETGEN012:Activation.Softmax|})] partial class Net;",
            ["The layer 'dense1' applies Softmax to a single unit, which gives 1 for every input; use Sigmoid"]
        },
        {
            "[Network(4), Dense(1, {|NETGEN012:Activation.LogSoftmax|})] partial class Net;",
            ["The layer 'dense1' applies LogSoftmax to a single unit, which gives 0 for every input; use Sigmoid"]
        },
        { "[Network(4), Dense(2, Name = {|NETGEN015:\"2nd\"|})] partial class Net;", ["'2nd' cannot name a layer, since it is not a C# identifier"] },
        { "[Network(4), Dense(2, Name = {|NETGEN015:\"\"|})] partial class Net;", ["'' cannot name a layer, since it is not a C# identifier"] },
        {
            "[Network(4), Dense(3, Name = \"a\"), Dense(2, Name = {|NETGEN016:\"a\"|})] partial class Net;",
            ["Another layer has the name 'a', or one that differs only in the case of its first letter"]
        },
        {
            "class PoolAttribute(int size) : LayerAttribute { public int Size => size; } [Network(4), {|NETGEN017:Pool(2)|}, Dense(2)] partial class Net;",
            ["The generator has no layer of the kind 'PoolAttribute'"]
        },
        {
            "[Network(4), {|NETGEN017:Mine.Dense(2)|}] partial class Net; namespace Mine { class DenseAttribute(int n) : LayerAttribute { public int N => n; } }",
            ["The generator has no layer of the kind 'Mine.DenseAttribute'"]
        },
        { "[Network(28, 28), {|NETGEN018:Dense(2)|}] partial class Net;", ["Dense expects [n], its input is [28, 28]"] },
        {
            "[Network(4), Dense(2, Activation.LeakyReLU, Alpha = {|NETGEN019:-1|})] partial class Net;",
            ["Alpha is -1, and must be between 0 and 1"]
        },
        {
            "[Network(4), Dense(2, InitialBias = {|NETGEN019:float.NaN|})] partial class Net;",
            ["InitialBias is NaN, and must be finite"]
        },
        {
            "[Network(4), Dense(2, Activation.ReLU, Alpha = {|NETGEN020:0.1f|})] partial class Net;",
            ["Alpha has no effect here: ReLU has no such parameter"]
        },
        {
            "[Network(4), Dense(2, InitialWeight = {|NETGEN020:0.1f|})] partial class Net;",
            ["InitialWeight has no effect here: the initializer is Auto, not Constant"]
        },
        { "[Network(4), Dropout({|NETGEN019:1f|}), Dense(2)] partial class Net;", ["rate is 1, and must be in [0, 1)"] },
        { "[Network(4), Dense(3), Dropout({|NETGEN019:-0.5f|}), Dense(2)] partial class Net;", ["rate is -0.5, and must be in [0, 1)"] },
        {
            "[Network(4), Dense(3), {|NETGEN029:Dropout(0.5f)|}] partial class Net;",
            ["The layer Dropout cannot stand here: it drops what a layer after it takes, and none follows"]
        },
        {
            "[Network(4), Dense(3), {|NETGEN029:Standardize|}, Dense(2)] partial class Net;",
            ["The layer Standardize cannot stand here: it is for the input, and so the first layer"]
        },
        { "[Network(4), {|NETGEN029:Standardize|}] partial class Net;", ["The layer Standardize cannot stand here: no layer follows that could be trained"] },
        { "[Network(4, 4), {|NETGEN018:Standardize|}, Dense(2)] partial class Net;", ["Standardize expects [n], its input is [4, 4]"] },
        {
            "[Network(4), Dense(1048576), Dense(2)] partial class {|NETGEN021:Net|};",
            ["One sample of 'Net' needs 8388992 bytes of stack, more than the limit of 262144"]
        },
        {
            "[Network(1048576), Dense(65536)] partial class {|NETGEN022:Net|};",
            ["'Net' has 68719542272 parameters, padding included, more than a buffer can hold: 536870848"]
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void IsReported(string source, string[] messages)
    {
        GeneratorRun run = MarkedSource.Check(source, messages);

        bool isError = MarkedSource.Parse(source).Expected.Any(static mark => DiagnosticDescriptors.WithId(mark.Id).DefaultSeverity == DiagnosticSeverity.Error);
        Assert.Equal(isError ? 0 : 1, run.Result.GeneratedTrees.Length);
    }
}
