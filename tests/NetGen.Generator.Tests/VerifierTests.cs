using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Xunit;
using Xunit.Sdk;

namespace NetGen.Generator.Tests;

public sealed class VerifierTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("netgen-verifier-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task NewTextFailsAndIsLeftAsReceived()
    {
        XunitException failure = await Assert.ThrowsAnyAsync<XunitException>(() => Compare("one\n", accepts: false));

        Assert.Contains("C.M#A.g.verified.cs is new:\n+ one", failure.Message, StringComparison.Ordinal);
        Assert.Equal("one\n", await Read("C.M#A.g.received.cs"));
    }

    [Fact]
    public async Task AcceptedTextPasses()
    {
        await Compare("one\n", accepts: true);
        await Compare("one\n", accepts: false);

        Assert.Equal("one\n", await Read("C.M#A.g.verified.cs"));
        Assert.Single(Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task ChangedTextFailsWithTheDifference()
    {
        await Compare("one\ntwo\n", accepts: true);

        XunitException failure = await Assert.ThrowsAnyAsync<XunitException>(() => Compare("one\n2\n", accepts: false));

        Assert.Contains("C.M#A.g.verified.cs differs:\n- two\n+ 2\n", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StaleFileFailsUntilAccepted()
    {
        await Compare("one\n", accepts: true);
        await File.WriteAllTextAsync(Path.Combine(_directory, "C.M.verified.txt"), "gone", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_directory, "C.More.verified.txt"), "of another test", TestContext.Current.CancellationToken);

        XunitException failure = await Assert.ThrowsAnyAsync<XunitException>(() => Compare("one\n", accepts: false));
        Assert.Contains("C.M.verified.txt is stale", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("C.More", failure.Message, StringComparison.Ordinal);

        await Compare("one\n", accepts: true);
        Assert.False(File.Exists(Path.Combine(_directory, "C.M.verified.txt")));
        Assert.True(File.Exists(Path.Combine(_directory, "C.More.verified.txt")));
    }

    private Task Compare(string text, bool accepts) => Verifier.Compare(_directory, "C.M", new Dictionary<string, string> { ["#A.g.cs"] = text }, accepts);

    private Task<string> Read(string file) => File.ReadAllTextAsync(Path.Combine(_directory, file), TestContext.Current.CancellationToken);
}
