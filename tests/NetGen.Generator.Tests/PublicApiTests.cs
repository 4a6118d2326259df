using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using PublicApiGenerator;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>The public API of the runtime, so that a change to it is seen.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public Task Runtime() => Verify(typeof(INetwork).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }));

    private static Task Verify(string api, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") => Verifier.Compare(
        Path.GetDirectoryName(sourceFile)!,
        $"{nameof(PublicApiTests)}.{method}",
        new Dictionary<string, string> { [".txt"] = api.Replace("\r\n", "\n") + "\n" },
        System.Environment.GetEnvironmentVariable("NETGEN_ACCEPT") == "1");
}
