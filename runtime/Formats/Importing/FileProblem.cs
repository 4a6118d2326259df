using System;
using System.IO;
using System.Text.Json;

namespace NetGen.Formats;

/// <summary>What readers of formats throw for broken data, as an <see cref="ImportException"/>.</summary>
internal static class FileProblem
{
    /// <summary>An exception that names the file as the place of a problem.</summary>
    public static ImportException Of(string what, string instead = "") => new([new("the file", what, instead)]);

    /// <summary>
    /// Reads; what the readers of .NET throw for broken data is an <see cref="ImportException"/>, and that the file is not there remains an
    /// <see cref="IOException"/>.
    /// </summary>
    public static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or EndOfStreamException)
        {
            throw Of(exception.Message);
        }
    }
}
