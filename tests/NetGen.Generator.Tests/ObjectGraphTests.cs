using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>What flows through the pipeline keeps no compilation alive: the editor would hold on to gigabytes.</summary>
public sealed class ObjectGraphTests
{
    // A bit of everything, so that no member of a model is null or empty.
    private const string Source =
        """
        namespace Samples;
        partial class Outer
        {
            [Network(4)]
            [Dense(3, Activation.Softmax, Name = "first", Alpha = 2)]
            [Dense(2, Initializer = Initializer.Constant, InitialWeight = 0.5f)]
            partial class Net;

            [Network(4), Odd(new[] { 1, 2 }, typeof(string))]
            abstract partial class Broken(int size) { int Parameters => size; }

            class OddAttribute(int[] sizes, System.Type type) : LayerAttribute { }
        }
        """;

    [Theory]
    [InlineData(TrackingNames.Parsed, true)]
    [InlineData(TrackingNames.Declaration, false)]
    [InlineData(TrackingNames.Lowered, false)]
    [InlineData(TrackingNames.Plan, false)]
    [InlineData(TrackingNames.Diagnostics, true)]
    public void StepHoldsNoSymbols(string name, bool mayHoldLocations)
    {
        GeneratorRun run = GeneratorHarness.Run(Source);
        IEnumerable<object> values = run.Generator.TrackedSteps[name].SelectMany(static step => step.Outputs).Select(static output => output.Value);

        List<(string Path, object Value)> reached = [.. ObjectGraph.Walk(values.ToArray(), static value => value is SyntaxTree)];

        Assert.True(reached.Count > 1);
        Assert.DoesNotContain(reached, static node => node.Value is ISymbol or Compilation or SemanticModel or SyntaxNode);
        Assert.Equal(mayHoldLocations, reached.Any(static node => node.Value is Location or SyntaxTree or SyntaxReference));
    }

    [Fact]
    public void WalkFindsWhatIsHidden()
    {
        Compilation compilation = GeneratorHarness.Compile(Source);
        IMethodSymbol hidden = compilation.ObjectType.InstanceConstructors[0];
        System.Func<string> closure = () => hidden.Name;

        Assert.Contains(ObjectGraph.Walk(ImmutableArray.Create(("a", (object)hidden)), static value => value is ISymbol), static node => node.Value is ISymbol);
        Assert.Contains(ObjectGraph.Walk(closure, static value => value is ISymbol), static node => node.Value is ISymbol);
        Assert.Contains(
            ObjectGraph.Walk(new Dictionary<string, object> { ["a"] = compilation }, static value => value is Compilation),
            static node => node.Value is Compilation);
    }
}
