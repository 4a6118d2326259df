using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Xunit;

namespace NetGen.Package.Tests;

/// <summary>The instruction set for which Native AOT compiles a project that has the package.</summary>
public class InstructionSetTests(RestoredConsumer consumer) : IClassFixture<RestoredConsumer>
{
    private const string Warning = "warning NETGEN101";

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("win-x64")]
    public async Task Is_that_of_processors_with_AVX2_on_x64(string target) =>
        await Verify("x86-64-v3", warns: false, "PublishAot=true", $"RuntimeIdentifier={target}");

    [Fact]
    public async Task Is_the_same_where_the_target_is_the_machine_that_compiles() =>
        await Verify(RuntimeInformation.OSArchitecture == Architecture.X64 ? "x86-64-v3" : "", warns: false, "PublishAot=true", "_IsPublishing=true");

    [Fact]
    public async Task Is_that_of_the_project_if_it_says_one() =>
        await Verify("native", warns: false, "PublishAot=true", "RuntimeIdentifier=linux-x64", "IlcInstructionSet=native");

    [Fact]
    public async Task Is_left_to_the_compiler_with_a_warning_if_the_project_says_so() =>
        await Verify(
            "", warns: true, "PublishAot=true", "RuntimeIdentifier=linux-x64", "NetGenSetInstructionSet=false", "MSBuildTreatWarningsAsErrors=false");

    [Theory]
    [InlineData("linux-arm64", "true")]
    [InlineData("linux-x64", "false")]
    public async Task Is_left_alone_without_a_word_elsewhere_and_without_Native_AOT(string target, string isAot)
    {
        string[] properties = [$"PublishAot={isAot}", $"RuntimeIdentifier={target}"];
        await Verify("", warns: false, properties);
        await Verify("", warns: false, [.. properties, "NetGenSetInstructionSet=false"]);
    }

    private async Task Verify(string expected, bool warns, params string[] properties)
    {
        string output = await consumer.EvaluateAsync(properties);
        Assert.Contains($"\"IlcInstructionSet\": \"{expected}\"", output);
        Assert.Equal(warns, output.Contains(Warning));
    }
}
