using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The checks of what sources are made with and read into.</summary>
internal static class SourceArgument
{
    /// <summary>The samples that fit into the spans given to <see cref="ISampleSource.Read"/>.</summary>
    /// <exception cref="ArgumentException">There is room for fewer targets than samples.</exception>
    public static int Room(ISampleSource source, Span<float> inputs, Span<float> targets)
    {
        int samples = inputs.Length / source.FeatureCount;
        if (targets.Length / source.TargetSize < samples)
        {
            throw new ArgumentException(
                $"Expected room for the targets of {samples} samples, {samples * (long)source.TargetSize} values, got {targets.Length}.", nameof(targets));
        }

        return samples;
    }

    /// <summary>What a source says that it has read, which must fit into the room that it was given.</summary>
    /// <exception cref="InvalidDataException">It does not.</exception>
    public static int Read(int samples, int room)
    {
        if ((uint)samples > (uint)room) throw new InvalidDataException($"The source says that it has read {samples} samples; there was room for {room}.");
        return samples;
    }

    /// <summary>Requires a number of at least some other.</summary>
    public static int AtLeast(int least, int value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        return value;
    }
}
