using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>Generated files to be read, each for something of its own. Read what changed before accepting it.</summary>
public sealed class SnapshotTests
{
    /// <summary>The smallest network there is, in the global namespace: logistic regression.</summary>
    [Fact]
    public Task Neuron() => Verify("[Network(1)] [Dense(1, Activation.Sigmoid)] public partial class Neuron;");

    /// <summary>No activation at all, and an odd number of inputs.</summary>
    [Fact]
    public Task LinearRegression() => Verify("namespace Samples; [Network(13)] [Dense(1)] public partial class LinearRegression;");

    /// <summary>A hidden layer that is written out without loops, and one with a panel of 32.</summary>
    [Fact]
    public Task DigitClassifier() => Verify("""
        namespace Samples.Digits;

        [Network(64)]
        [Dense(32, Activation.ReLU)]
        [Dense(10, Activation.Softmax)]
        public sealed partial class DigitClassifier;
        """);

    /// <summary>Everything written out, with an activation of many instructions.</summary>
    [Fact]
    public Task IrisNet() => Verify("""
        namespace Samples.Iris;

        [Network(4)]
        [Dense(16, Activation.Tanh)]
        [Dense(16, Activation.Tanh)]
        [Dense(3, Activation.Softmax)]
        internal partial class IrisNet;
        """);

    /// <summary>Several panels, rows spread against cache conflicts.</summary>
    [Fact]
    public Task MnistNet() => Verify("""
        namespace Samples.Mnist;

        [Network(784)]
        [Dense(128, Activation.ReLU)]
        [Dense(64, Activation.ReLU)]
        [Dense(10, Activation.Softmax)]
        public partial class MnistNet;
        """);

    /// <summary>Activations whose derivative needs z, wide and narrow panels, layers without bias, names and options.</summary>
    [Fact]
    public Task OddSizes() => Verify("""
        namespace Samples;

        [Network(7)]
        [Dense(33, Activation.GELU, Name = "wide")]
        [Dense(3, Activation.HardSwish, UseBias = false)]
        [Dense(48, Activation.LeakyReLU, Alpha = 0.2f, Initializer = Initializer.LeCunNormal, InitialBias = 0.1f)]
        [Dense(5, Activation.Mish, Name = "head", Initializer = Initializer.Constant, InitialWeight = 0.25f)]
        public partial class OddSizes;
        """);

    /// <summary>Outputs whose weights are rows: two beside a panel, with inputs that fill no vector and a derivative that needs z; and one alone.</summary>
    [Fact]
    public Task Valuation() => Verify("""
        namespace Samples;

        [Network(33)]
        [Dense(34, Activation.SiLU)]
        [Dense(1)]
        public partial class Valuation;
        """);

    /// <summary>Raw features that the network standardises, and dropout after the input and between layers.</summary>
    [Fact]
    public Task TumourNet() => Verify("""
        namespace Samples;

        [Network(30)]
        [Standardize]
        [Dropout(0.1f)]
        [Dense(16, Activation.Tanh)]
        [Dropout(0.5f)]
        [Dense(1, Activation.Sigmoid)]
        public partial class TumourNet;
        """);

    /// <summary>A softmax where a warning tells that it is unusual, in a nested class.</summary>
    [Fact]
    public Task Gate() => Verify("""
        namespace Samples;

        public static partial class Models
        {
            public partial record Mixture
            {
                [Network(9)]
                [Dense(4, Activation.Softmax)]
                [Dense(2, Activation.LogSoftmax)]
                private sealed partial class Gate;
            }
        }
        """);

    /// <summary>A project that does not allow unsafe code gets zeroed scratch memory.</summary>
    [Fact]
    public Task WithoutUnsafe()
    {
        const string source = "[Network(3)] [Dense(2, Activation.ELU)] [Dense(1)] public partial class Safe;";
        GeneratorRun run = GeneratorHarness.Run(GeneratorHarness.Compile(source).WithOptions(
            GeneratorHarness.Compile(source).Options.WithAllowUnsafe(false)));
        run.AssertCompiles();
        return Verifier.Verify(run.Driver);
    }

    /// <summary>The same declaration gives the same bytes, whatever the machine's culture says of minus signs and decimal points.</summary>
    [Fact]
    public void OutputDoesNotDependOnTheCulture()
    {
        const string source = "[Network(3)] [Dense(2, Activation.LeakyReLU, Alpha = 0.5f, InitialBias = -0.25f)] [Dense(1)] public partial class Net;";
        string expected = Text();
        CultureInfo before = CultureInfo.CurrentCulture;
        var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        foreign.NumberFormat.NegativeSign = "\u2212";
        foreign.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = foreign;
            Assert.Equal("\u22121,5", (-1.5).ToString(foreign));
            Assert.Equal(expected, Text());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.DoesNotContain('\r', expected);

        static string Text() => GeneratorHarness.Run(source).Generator.GeneratedSources.Single().SourceText.ToString();
    }

    private static Task Verify(string source, [CallerMemberName] string method = "")
    {
        GeneratorRun run = GeneratorHarness.Run(source);
        run.AssertCompiles();
        return Verifier.Verify(run.Driver, method: method);
    }
}
