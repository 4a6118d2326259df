using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using NetGen.Formats;
using PublicApiGenerator;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>The public API of the packages, so that a change to it is seen.</summary>
public sealed class PublicApiTests
{
    private static readonly ApiGeneratorOptions _options = new() { IncludeAssemblyAttributes = false };

    [Fact]
    public Task Runtime() => Verify(typeof(INetwork).Assembly);

    [Fact]
    public Task Formats() => Verify(typeof(NetworkModel).Assembly);

    private static Task Verify(Assembly assembly, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") => Verifier.Compare(
        Path.GetDirectoryName(sourceFile)!,
        $"{nameof(PublicApiTests)}.{method}",
        new Dictionary<string, string> { [".txt"] = assembly.GeneratePublicApi(_options).Replace("\r\n", "\n") + "\n" },
        System.Environment.GetEnvironmentVariable("NETGEN_ACCEPT") == "1");
}
