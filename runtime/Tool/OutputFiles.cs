using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NetGen.Tool;

/// <summary>Writes files, all of them or none.</summary>
internal static class OutputFiles
{
    /// <summary>Writes beside the places, and then takes them; if something fails, everything is as it was, and folders that were made are gone.</summary>
    /// <param name="files">The files.</param>
    /// <param name="overwrite">Whether files that are there may be replaced.</param>
    /// <exception cref="CommandException">A file is there already.</exception>
    public static void Write(IReadOnlyList<(string Path, byte[] Bytes)> files, bool overwrite)
    {
        if (files.Any(file => file.Path.Length == 0)) throw new CommandException("--output: a file has to have a name.");
        string[] taken = [.. files.Select(file => file.Path).Where(path => File.Exists(path) || Directory.Exists(path))];
        if (!overwrite && taken.Length > 0)
        {
            (string are, string them) = taken.Length == 1 ? ("is", "it") : ("are", "them");
            throw new CommandException($"{string.Join(" and ", taken.Select(path => $"'{path}'"))} {are} there already; --force replaces {them}.");
        }

        string suffix = $".{Path.GetRandomFileName()}.tmp", old = $".{Path.GetRandomFileName()}.old";
        List<string> moved = [], made = [];
        bool isDone = false;
        try
        {
            foreach ((string path, byte[] bytes) in files)
            {
                string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
                made.InsertRange(0, Missing(folder));
                Directory.CreateDirectory(folder);
                File.WriteAllBytes(path + suffix, bytes);
            }

            foreach ((string path, _) in files)
            {
                if (File.Exists(path)) File.Move(path, path + old);
                moved.Add(path);
                File.Move(path + suffix, path);
            }

            isDone = true;
        }
        catch
        {
            foreach (string path in moved)
            {
                File.Delete(path);
                if (File.Exists(path + old)) File.Move(path + old, path);
            }

            throw;
        }
        finally
        {
            foreach ((string path, _) in files)
            {
                if (File.Exists(path + suffix)) File.Delete(path + suffix);
                if (File.Exists(path + old)) File.Delete(path + old);
            }

            foreach (string folder in isDone ? [] : made)
                if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }
    }

    // The innermost first.
    private static IEnumerable<string> Missing(string folder)
    {
        for (string? path = folder; path is not null && !Directory.Exists(path); path = Path.GetDirectoryName(path)) yield return path;
    }
}
