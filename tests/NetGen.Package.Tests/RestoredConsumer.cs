using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace NetGen.Package.Tests;

/// <summary>A copy of the consumer whose packages have been restored.</summary>
public sealed class RestoredConsumer(PackedPackage package) : IAsyncLifetime
{
    private string _folder = "";

    private string Version => $"--property:NetGenVersion={package.Version}";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _folder = package.CopyConsumer("restored");
        await Command.DotNetAsync(_folder, "restore", Version, PackedPackage.FallbackFolders);
    }

    /// <summary>Runs the package's own target as publishing does, and returns the instruction set that it leaves, as JSON, with the warnings.</summary>
    public Task<string> EvaluateAsync(params string[] properties) =>
        Command.DotNetAsync(
            _folder,
            [
                "msbuild",
                "-target:NetGenChooseInstructionSet",
                "-getProperty:IlcInstructionSet",
                "-getProperty:RuntimeIdentifier",
                Version,
                .. properties.Select(property => $"--property:{property}"),
            ]);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
