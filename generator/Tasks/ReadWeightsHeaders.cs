using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace NetGen.Tasks;

/// <summary>
/// Reads the headers of a project's files of weights into a text that the generator gets to see, and checks what the generator cannot: that each is a whole safetensors file, and that its
/// values are finite.
/// </summary>
/// <remarks>
/// A line a fact, its fields separated by tabs: <c>file name length</c>, then for this file <c>fingerprint digits</c> if it has one, and
/// <c>tensor type offset shape name</c> for each of its tensors.
/// </remarks>
public sealed class ReadWeightsHeaders : Task
{
    private const int ValuesAtOnce = 1 << 16;

    /// <summary>The files, by the names that the attributes have for them.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The text to write.</summary>
    [Required]
    public string Output { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        var text = new StringBuilder();
        foreach (ITaskItem item in Files)
        {
            string path = item.GetMetadata("FullPath");
            try
            {
                using FileStream file = File.OpenRead(path);
                Describe(file, item.ItemSpec, text);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                Log.LogError(null, "NETGEN102", null, path, 0, 0, 0, 0, "These weights cannot be read: {0}", exception.Message);
            }
        }

        if (Log.HasLoggedErrors) return false;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Output))!);
        File.WriteAllText(Output, text.ToString());
        return true;
    }

    private static void Describe(FileStream file, string name, StringBuilder text)
    {
        byte[] header = SafetensorsPrefix.ReadHeader(file);
        List<TensorEntry> tensors = SafetensorsHeader.Parse(header, out Dictionary<string, string> metadata);
        long begin = SafetensorsPrefix.LengthBytes + header.Length, expected = begin + (tensors.Count == 0 ? 0 : tensors[^1].End);
        if (file.Length != expected) throw new InvalidDataException($"The file has {file.Length} bytes; its header says {expected}.");
        string? fingerprint = metadata.GetValueOrDefault("fingerprint");
        if (tensors.Select(tensor => tensor.Name).Append(fingerprint).FirstOrDefault(text => text is not null && text.Any(char.IsControl)) is { } odd)
            throw new InvalidDataException($"{SafetensorsHeader.Quote(odd)} has a control character.");

        text.Append(CultureInfo.InvariantCulture, $"file\t{name.Replace('\\', '/')}\t{file.Length}\n");
        if (fingerprint is not null) text.Append(CultureInfo.InvariantCulture, $"fingerprint\t{fingerprint}\n");
        foreach (TensorEntry tensor in tensors)
        {
            if (WeightTypes.Find(tensor.DataType) is { } type) RequireFinite(file, begin + tensor.Begin, tensor, type);
            text.Append(CultureInfo.InvariantCulture, $"tensor\t{tensor.DataType}\t{begin + tensor.Begin}\t{string.Join(", ", tensor.Shape)}\t{tensor.Name}\n");
        }
    }

    private static void RequireFinite(FileStream file, long offset, TensorEntry tensor, WeightType type)
    {
        int size = WeightTypes.SizeOf(type);
        byte[] bytes = new byte[ValuesAtOnce * size];
        float[] values = new float[ValuesAtOnce];
        long count = (tensor.End - tensor.Begin) / size;
        file.Position = offset;
        for (long read = 0; read < count; read += ValuesAtOnce)
        {
            int length = (int)Math.Min(ValuesAtOnce, count - read);
            file.ReadExactly(bytes, 0, length * size);
            WeightTypes.ToFloats(type, bytes.AsSpan(0, length * size), values.AsSpan(0, length));
            int index = Finite.IndexOfNonFinite(values.AsSpan(0, length));
            if (index >= 0) throw new InvalidDataException($"Value {read + index} of tensor {SafetensorsHeader.Quote(tensor.Name)} is {values[index]}; every value must be finite.");
        }
    }
}
