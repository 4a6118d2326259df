using System;
using System.IO;

namespace NetGen;

/// <summary>Writes a file so that, whatever happens, there is either the old one or the whole new one.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside the file, to the disk, and then takes its place; if something fails, nothing is left behind.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        path = Path.GetFullPath(path);
        string temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
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
