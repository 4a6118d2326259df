using System;
using System.IO;
using System.Linq;

namespace NetGen.Tests.Weights;

/// <summary>A directory that is gone after the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("netgen").FullName;

    public string[] Names => [.. Directory.GetFileSystemEntries(Path).Select(entry => System.IO.Path.GetFileName(entry)!).Order()];

    public static string operator /(TemporaryDirectory directory, string name) => System.IO.Path.Combine(directory.Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
