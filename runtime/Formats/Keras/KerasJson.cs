using System;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace NetGen.Formats;

/// <summary>Reads values of JSON.</summary>
internal static class KerasJson
{
    /// <summary>A property of an object, if it is there and of that kind.</summary>
    public static bool TryGet(JsonElement element, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value) && value.ValueKind == kind;
    }

    /// <summary>A string.</summary>
    /// <exception cref="InvalidDataException">It is not valid UTF-16.</exception>
    public static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException("A text in the file has half a surrogate pair.", exception);
        }
    }

    /// <summary>The last size of a shape, whose others may be null; 0 if it is not a positive integer. TimeDistributed gives a shape in a shape.</summary>
    public static int LastSize(JsonElement shape)
    {
        JsonElement last = shape.EnumerateArray().LastOrDefault();
        if (last.ValueKind == JsonValueKind.Array) last = last.EnumerateArray().LastOrDefault();
        return last.ValueKind == JsonValueKind.Number && last.TryGetInt32(out int size) && size > 0 ? size : 0;
    }

    /// <summary>A list of numbers; null, and a problem, if it is another thing, or a number is not finite as a float.</summary>
    /// <param name="element">The list.</param>
    /// <param name="where">The layer, for the problem.</param>
    /// <param name="list">What the list is: <c>its bias</c>.</param>
    /// <param name="builder">Gets the problem.</param>
    public static float[]? Vector(JsonElement element, string where, string list, NetworkBuilder builder)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            builder.Fail(where, $"{list} is {Quote(element)}, which is no list of numbers.");
            return null;
        }

        float[] values = new float[element.GetArrayLength()];
        int index = 0;
        foreach (JsonElement value in element.EnumerateArray())
        {
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetSingle(out float number) || !float.IsFinite(number))
            {
                builder.Fail(where, $"value {index} of {list} is {Quote(value)}, which is not a finite number of 32 bits.");
                return null;
            }

            values[index++] = number;
        }

        return values;
    }

    /// <summary>A value as it is in the file, for a message.</summary>
    public static string Quote(JsonElement element) => NetworkValidation.Quote(element.GetRawText());
}
