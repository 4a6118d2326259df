using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using NetGen.Tests.Infrastructure;
using NetGen.Tests.Weights;
using Xunit;

namespace NetGen.Tests.Generated;

/// <summary>Runs the numeric tests again in processes whose vectors are narrower or wider than this one's.</summary>
public sealed partial class LaneTests(LaneTests.Images images) : IClassFixture<LaneTests.Images>
{
    /// <summary>The environment variable that holds the number of lanes a child process is to have.</summary>
    public const string ExpectedLanes = "NETGEN_TESTS_LANES";

    // The names of classes in NetGen.Tests whose results depend on the number of lanes.
    private static readonly string[] s_classes =
    [
        "Generated.NumericTests", "Generated.FirstRandomNetworkTests", "Generated.SecondRandomNetworkTests", "Generated.StateTests",
        "Numerics.*", "Losses.*", "Optimizers.*",
    ];

    public static TheoryData<string, string, int, bool> Settings => new()
    {
        { "DOTNET_EnableAVX2", "0", 4, Sse2.IsSupported },
        { "DOTNET_EnableAVX512", "0", 8, Vector512.IsHardwareAccelerated },
        { "DOTNET_MaxVectorTBitWidth", "512", 16, Avx512F.IsSupported },
    };

    [Fact]
    public void TheNamesAreThoseOfClasses()
    {
        IEnumerable<string> names = typeof(LaneTests).Assembly.GetTypes().Select(type => type.FullName!);
        Assert.All(s_classes, filter => Assert.Contains(names, name => name.StartsWith($"NetGen.Tests.{filter.TrimEnd('*')}", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task NumericTestsPassWithOtherLanes(string variable, string value, int lanes, bool isSupported)
    {
        Assert.SkipWhen(ChildProcess.IsChild, "A child process starts no children.");
        Assert.SkipUnless(isSupported, $"This processor has no vectors of {lanes} lanes, or the setting does not concern it.");
        var environment = new Dictionary<string, string>
        {
            [variable] = value,
            [ExpectedLanes] = $"{lanes}",
            ["NETGEN_SEED"] = $"{RandomArchitecture.Seed}",
            ["NETGEN_ARCHITECTURES"] = "40",
            [GeneratedAssembly.ImagesVariable] = images.Path,
        };
        ChildResult report = await ChildProcess.RunAsync([ChildProcess.TaskOption, ChildTasks.ReportLanes], environment);
        Assert.Contains($"{lanes} lanes", report.Output);

        IEnumerable<string> filters = s_classes.SelectMany(name => (string[])["-class", $"NetGen.Tests.{name}"]);
        ChildResult result = await ChildProcess.RunAsync([.. filters, "-noColor", "-noLogo"], environment);
        Assert.True(result.ExitCode == 0, $"With {variable}={value}: {result}");
        Match total = Total().Match(result.Output);
        Assert.True(total.Success && int.Parse(total.Groups[1].Value) >= StaticNetworks.Names.Count, $"Too few tests ran: {result}");
    }

    /// <summary>Where the processes keep the networks that they compile.</summary>
    public sealed class Images : IDisposable
    {
        private readonly TemporaryDirectory _directory = new();

        public string Path => _directory.Path;

        public void Dispose() => _directory.Dispose();
    }

    [GeneratedRegex(@"Total: (\d+), Errors: 0, Failed: 0")]
    private static partial Regex Total();
}
