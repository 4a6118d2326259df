using System;
using System.IO;

namespace NetGen;

/// <summary>Writes a file so that, whatever happens, there is either the old one or the whole new one.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside the file, to the disk, and then takes its place; if something fails, nothing is left behind.</summary>
    public static void Write(string path, Action<Stream> write) => Write(path, $".{Path.GetRandomFileName()}.tmp", FileMode.CreateNew, write);

    /// <summary>
    /// The same for a file that is written again and again: what a process that is ended by force leaves behind, the next writing takes the place of.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="suffix">What follows the path in the name of the file that is written first.</param>
    /// <param name="write">Writes the bytes.</param>
    public static void WriteAgain(string path, string suffix, Action<Stream> write) => Write(path, suffix, FileMode.Create, write);

    private static void Write(string path, string suffix, FileMode mode, Action<Stream> write)
    {
        path = Path.GetFullPath(path);
        string temporary = path + suffix;
        try
        {
            using (var stream = new FileStream(temporary, mode, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            if (File.Exists(temporary)) File.Delete(temporary);
            throw;
        }
    }
}
