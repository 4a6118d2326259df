using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;

namespace NetGen.Formats;

/// <summary>Reads the arrays of a .npz file, a zip of .npy files, compressed or not.</summary>
internal static class NpzReader
{
    private const string Ending = ".npy";

    /// <summary>The most values of all arrays, for small files: 32 MB. In larger ones, <see cref="ValuesPerByte"/> holds.</summary>
    private const long MinCount = 1 << 23;

    // Uncompressed, a value takes at least two bytes; a file of more is a bomb, or of zeros.
    private const long ValuesPerByte = 4;
    private const int MaxArrays = 10_000;

    /// <summary>Reads all arrays, by their names, in the order of the file. Arrays that cannot be read are problems.</summary>
    /// <exception cref="ImportException">The file is not a zip, or broken.</exception>
    public static List<(string Name, NpyArray Array)> Read(Stream stream, NetworkBuilder builder)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count > MaxArrays) throw FileProblem.Of($"it has {zip.Entries.Count} arrays; the most is {MaxArrays}.");
            var arrays = new List<(string Name, NpyArray Array)>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            long left = Math.Max(MinCount, stream.Length * ValuesPerByte);
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                string name = entry.FullName.EndsWith(Ending, StringComparison.Ordinal) ? entry.FullName[..^Ending.Length] : entry.FullName;
                if (!names.Add(name)) throw FileProblem.Of($"it has the array {NetworkValidation.Quote(name)} twice.");
                using Stream data = entry.Open();
                try
                {
                    NpyArray array = NpyReader.Read(data, left);
                    left -= array.Values.Length;
                    arrays.Add((name, array));
                }
                catch (ImportException exception)
                {
                    // It is not known what room was made for it. Halved each time, what is left is at most as much again in all.
                    left /= 2;
                    builder.Fail($"array {NetworkValidation.Quote(name)}", exception.Problems[0].What);
                }
            }

            return arrays;
        }
        catch (ImportException)
        {
            throw;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or NotSupportedException or ArgumentException)
        {
            throw FileProblem.Of($"it is not a zip file that can be read: {exception.Message}");
        }
    }
}
