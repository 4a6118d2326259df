using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using NetGen.Package.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(PackedPackage))]

namespace NetGen.Package.Tests;

/// <summary>The packages, packed from the sources as they are, in a temporary folder of their own.</summary>
public sealed class PackedPackage : IAsyncLifetime
{
    private static readonly string[] _projects =
    [
        "NetGen.Runtime.csproj", Path.Combine("Formats", "NetGen.Formats.csproj"), Path.Combine("Tool", "NetGen.Tool.csproj"), Path.Combine("Templates", "NetGen.Templates.csproj"),
    ];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("netgen-package-");

    /// <summary>A version that no cache has seen.</summary>
    public string Version { get; } = $"0.0.0-test.{Stopwatch.GetTimestamp()}";

    /// <summary>The folder of this repository.</summary>
    public static string RepositoryRoot => Metadata("RepositoryRoot");

    /// <summary>Lets a consumer find what this repository's own build has restored: the analysers of trimming come as a package.</summary>
    public static string FallbackFolders => $"--property:RestoreFallbackFolders={Metadata("PackageCache")}";

    /// <summary>The folder with the packages in it, to restore from.</summary>
    public string Feed => Path.Combine(_directory.FullName, "feed");

    /// <summary>The folder into which <see cref="BuildAsync"/> builds.</summary>
    public string Artifacts => Path.Combine(_directory.FullName, "artifacts");

    /// <summary>The package with the attributes, the runtime, the generator, the analysers and the code fixes.</summary>
    public string PackagePath => PathOf("NetGen");

    /// <summary>That package's symbols.</summary>
    public string SymbolsPath => Path.ChangeExtension(PackagePath, ".snupkg");

    /// <summary>What packing printed.</summary>
    public string Log { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        foreach (string project in _projects) Log += await BuildAsync("pack", Path.Combine("runtime", project), "--output", Feed);
    }

    /// <summary>A package by its name.</summary>
    public string PathOf(string package) => Path.Combine(Feed, $"{package}.{Version}.nupkg");

    /// <summary>Makes an empty folder outside the repository, in which nothing can be restored but from the feed.</summary>
    public string CreateFolder(string name)
    {
        string folder = Path.Combine(_directory.FullName, name);
        Directory.CreateDirectory(folder);
        foreach (string file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "nuget.config"])
            File.Copy(Path.Combine(ConsumerFolder, file), Path.Combine(folder, file));
        foreach (string package in Directory.EnumerateFiles(Feed, "*.nupkg"))
            File.Copy(package, Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "feed")).FullName, Path.GetFileName(package)));
        return folder;
    }

    /// <summary>
    /// Runs a command of dotnet on a project of this repository, with its results in <see cref="Artifacts"/>: apart from those of the solution, which may be
    /// built at the same time, and which has run the analysers.
    /// </summary>
    public Task<string> BuildAsync(string command, string project, params string[] options) =>
        Command.DotNetAsync(
            RepositoryRoot,
            [
                command,
                project,
                "--configuration", "Release",
                $"--property:Version={Version}",
                "--property:RunAnalyzers=false",
                "--property:UseArtifactsOutput=true",
                $"--property:ArtifactsPath={Artifacts}",
                .. options,
            ]);

    /// <summary>Copies the consumer to a folder outside the repository, with a feed of this package alone.</summary>
    public string CopyConsumer(string folder)
    {
        string consumer = Path.Combine(_directory.FullName, folder), feed = Path.Combine(consumer, "feed");
        Directory.CreateDirectory(feed);
        foreach (string file in Directory.EnumerateFiles(ConsumerFolder))
            File.Copy(file, Path.Combine(consumer, Path.GetFileName(file)));
        File.Copy(PackagePath, Path.Combine(feed, Path.GetFileName(PackagePath)));
        return consumer;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string ConsumerFolder => Path.Combine(RepositoryRoot, "tests", "NetGen.Package.Tests", "Consumer");

    private static string Metadata(string key) =>
        typeof(PackedPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
