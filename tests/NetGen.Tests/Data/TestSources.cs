using System;
using System.Collections.Generic;
using System.Linq;

namespace NetGen.Tests.Data;

/// <summary>Sources whose samples tell where they are from.</summary>
internal static class TestSources
{
    public const int Features = 3;
    public const int Targets = 2;

    /// <summary>Samples of which number i has the features i, i + ¼, i + ½ and the target −i, i / 2.</summary>
    public static Dataset Numbered(int samples) => new(
        Enumerable.Range(0, samples).SelectMany(i => (float[])[i, i + 0.25f, i + 0.5f]).ToArray(), Features,
        Enumerable.Range(0, samples).SelectMany(i => (float[])[-i, i / 2f]).ToArray(), Targets);

    public static IEnumerable<(ReadOnlyMemory<float> Features, ReadOnlyMemory<float> Target)> Rows(Dataset data) =>
        Enumerable.Range(0, data.Count).Select(i => ((ReadOnlyMemory<float>)data.Sample(i).ToArray(), (ReadOnlyMemory<float>)data.Target(i).ToArray()));

    /// <summary>The numbers of the samples of an epoch, read so many at a time, each of which must be whole.</summary>
    public static int[] ReadNumbers(ISampleSource source, int epoch, int atATime)
    {
        var numbers = new List<int>();
        float[] inputs = new float[atATime * Features], targets = new float[atATime * Targets];
        source.Restart(epoch);
        for (int count = source.Read(inputs, targets); count > 0; count = source.Read(inputs, targets))
        {
            for (int i = 0; i < count; i++)
            {
                float number = inputs[i * Features];
                if (!inputs.AsSpan(i * Features, Features).SequenceEqual([number, number + 0.25f, number + 0.5f]) ||
                    !targets.AsSpan(i * Targets, Targets).SequenceEqual([-number, number / 2f]))
                    throw new InvalidOperationException($"Sample {numbers.Count} is in pieces.");
                numbers.Add((int)number);
            }
        }

        return source.Read(inputs, targets) == 0 ? [.. numbers] : throw new InvalidOperationException("Samples after the end.");
    }
}

/// <summary>Gives what it is told for each read, and throws what it is told to.</summary>
internal sealed class ScriptedSource(int features, int targetSize, Func<int, float[][]> samplesOfEpoch) : ISampleSource
{
    private float[][] _samples = [];
    private int _next;

    public int FeatureCount => features;

    public int TargetSize => targetSize;

    public long? SampleCount { get; init; }

    /// <summary>The most samples of one read.</summary>
    public int MostAtATime { get; init; } = int.MaxValue;

    /// <summary>Called before each read, with the number of samples read before.</summary>
    public Action<int>? BeforeRead { get; init; }

    public void Restart(int epoch) => (_samples, _next) = (samplesOfEpoch(epoch), 0);

    public int Read(Span<float> inputs, Span<float> targets)
    {
        BeforeRead?.Invoke(_next);
        int count = Math.Min(Math.Min(inputs.Length / features, MostAtATime), _samples.Length - _next);
        for (int i = 0; i < count; i++, _next++)
        {
            _samples[_next].AsSpan(0, features).CopyTo(inputs[(i * features)..]);
            _samples[_next].AsSpan(features).CopyTo(targets[(i * targetSize)..]);
        }

        return count;
    }
}
