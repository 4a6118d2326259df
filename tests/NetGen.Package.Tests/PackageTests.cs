using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection.PortableExecutable;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

namespace NetGen.Package.Tests;

/// <summary>The package as a user gets it: what is in it, and that a project with nothing else builds and runs with it.</summary>
public class PackageTests(PackedPackage package)
{
    [Fact]
    public void Packs_without_warnings() =>
        Assert.DoesNotContain("warning", package.Log, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Holds_the_runtime_its_documentation_the_generator_its_code_fixes_what_the_build_takes_and_nothing_else() =>
        Assert.Equal(
            [
                "NetGen.nuspec",
                "README.md",
                "analyzers/dotnet/cs/NetGen.CodeFixes.dll",
                "analyzers/dotnet/cs/NetGen.Generator.dll",
                "build/NetGen.targets",
                "buildTransitive/NetGen.targets",
                "icon.png",
                "lib/net10.0/NetGen.Runtime.dll",
                "lib/net10.0/NetGen.Runtime.xml",
                "tasks/net10.0/NetGen.Tasks.dll",
            ],
            Files(package.PackagePath));

    [Fact]
    public void Comes_with_symbols() =>
        Assert.Equal(["NetGen.nuspec", "lib/net10.0/NetGen.Runtime.pdb"], Files(package.SymbolsPath));

    [Fact]
    public void Depends_on_nothing()
    {
        XElement group = Assert.Single(Metadata().Descendants(), element => element.Name.LocalName == "group");
        Assert.Equal("net10.0", group.Attribute("targetFramework")?.Value);
        Assert.Empty(group.Elements());
        Assert.DoesNotContain(Metadata().Descendants(), element => element.Name.LocalName == "dependency");
    }

    [Theory]
    [InlineData("NetGen")]
    [InlineData("NetGen.Formats")]
    [InlineData("NetGen.Tool")]
    [InlineData("NetGen.Templates")]
    public void Names_its_licence_readme_and_icon(string name)
    {
        XElement metadata = Metadata(name);
        XElement license = Assert.Single(metadata.Elements(), element => element.Name.LocalName == "license");
        Assert.Equal(("expression", "MIT"), (license.Attribute("type")?.Value, license.Value));
        foreach ((string element, string file) in (IEnumerable<(string, string)>)[("readme", "README.md"), ("icon", "icon.png")])
        {
            Assert.Equal(file, Assert.Single(metadata.Elements(), child => child.Name.LocalName == element).Value);
            Assert.Contains(file, Files(package.PathOf(name)));
        }
    }

    /// <summary>The compiler marks what it builds the same from the same sources.</summary>
    [Theory]
    [InlineData("NetGen", "lib/net10.0/NetGen.Runtime.dll")]
    [InlineData("NetGen", "analyzers/dotnet/cs/NetGen.Generator.dll")]
    [InlineData("NetGen.Formats", "lib/net10.0/NetGen.Formats.dll")]
    [InlineData("NetGen.Tool", "tools/net10.0/any/NetGen.Tool.dll")]
    public void Is_built_deterministically(string name, string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(package.PathOf(name));
        using var assembly = new MemoryStream();
        using (Stream stream = archive.GetEntry(file)!.Open()) stream.CopyTo(assembly);
        assembly.Position = 0;
        using var reader = new PEReader(assembly);
        Assert.Contains(reader.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
    }

    [Fact]
    public void Formats_depend_on_the_runtime_and_on_protocol_buffers_alone() =>
        Assert.Equal(
            ["Google.Protobuf", "NetGen"],
            Metadata("NetGen.Formats").Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value).Order(StringComparer.Ordinal));

    [Fact]
    public void Documents_the_public_types()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.PackagePath);
        using Stream stream = archive.GetEntry("lib/net10.0/NetGen.Runtime.xml")!.Open();
        string[] documented = [.. XDocument.Load(stream).Descendants("member").Select(member => member.Attribute("name")!.Value)];
        Assert.All(["NetworkAttribute", "DenseAttribute", "INetwork", "Dataset", "CrossEntropy", "Adam"], name => Assert.Contains($"T:NetGen.{name}", documented));
    }

    [Fact]
    public async Task A_project_with_nothing_else_builds_without_warnings_trains_and_predicts()
    {
        string[] output = (await Command.DotNetAsync(
            package.CopyConsumer("runs"),
            "run",
            "--configuration", "Release",
            $"--property:NetGenVersion={package.Version}",
            PackedPackage.FallbackFolders))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.Contains("epochs: 100", output);
        Assert.Contains("first flower: setosa", output);
        string accuracy = Assert.Single(output, line => line.StartsWith("test accuracy: ", StringComparison.Ordinal));
        Assert.InRange(float.Parse(accuracy["test accuracy: ".Length..], CultureInfo.InvariantCulture), 0.9f, 1f);
    }

    private XElement Metadata(string name = "NetGen")
    {
        using ZipArchive archive = ZipFile.OpenRead(package.PathOf(name));
        using Stream stream = archive.GetEntry($"{name}.nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    // All files but those that belong to the container's own format.
    private static string[] Files(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        return
        [
            .. archive.Entries.Select(entry => entry.FullName)
                .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal)
                    && !name.StartsWith("package/", StringComparison.Ordinal)
                    && name != "[Content_Types].xml")
                .Order(StringComparer.Ordinal),
        ];
    }
}
