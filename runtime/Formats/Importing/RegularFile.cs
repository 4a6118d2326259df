using System.IO;

namespace NetGen.Formats;

/// <summary>Opens files for readers, which look at them more than once and go back in them: pipes and devices are refused.</summary>
internal static class RegularFile
{
    private const string Instead = "a regular file.";

    /// <summary>Opens a file.</summary>
    /// <exception cref="ImportException">It is empty, a folder, a pipe or a device.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static FileStream Open(string path)
    {
        if (path.Length == 0) throw FileProblem.Of("it has no name.");
        if (Directory.Exists(path)) throw FileProblem.Of($"'{path}' is a folder.", "a file.");

        // A pipe waits, as it is opened, for somebody who writes to it, perhaps for ever. Its length is told without opening it, and is 0.
        FileSystemInfo file = new FileInfo(Path.GetFullPath(path));
        if (file.LinkTarget is not null) file = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
        if (file is FileInfo { Exists: true, Length: 0 }) throw FileProblem.Of($"'{Path.GetFileName(path)}' is empty, or a pipe or a device.", Instead);

        // A pipe without a name, as of <(command), is behind a link to nothing.
        FileStream stream = File.OpenRead(path);
        if (stream.CanSeek) return stream;
        stream.Dispose();
        throw FileProblem.Of($"'{Path.GetFileName(path)}' is a pipe or a device.", Instead);
    }
}
