using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;

namespace NetGen.Formats.Tests.Infrastructure;

/// <summary>Files that somebody broke: each is read, or refused with an <see cref="ImportException"/>, in bounded time and memory.</summary>
internal static class Hostile
{
    private const long MaxAllocation = 200_000_000;

    private static readonly byte[][] _lengths =
        [[0, 0, 0, 0x80], [0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0, 0, 0, 0, 0x40], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], [0x00, 0x84, 0xd7, 0x17],
            .. new[] { "2147483648", "4611686018427387904", "-1", "1e999", "[[[[[[[[" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>So many mutations of files, the same for the same seed.</summary>
    public static IEnumerable<byte[]> Mutations(IReadOnlyList<byte[]> files, int count, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            List<byte> bytes = [.. files[random.Next(files.Count)]];
            for (int change = random.Next(1, 4); change > 0; change--) Mutate(bytes, files, random);
            yield return [.. bytes];
        }
    }

    /// <summary>Asserts that each file is read or refused.</summary>
    public static void AssertBounded(IEnumerable<byte[]> files, Action<byte[]> read)
    {
        int refused = 0, accepted = 0;
        foreach (byte[] bytes in files)
        {
            TimeLimit.Hold($"file {refused + accepted}", () =>
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    read(bytes);
                    accepted++;
                }
                catch (ImportException exception)
                {
                    Assert.NotEmpty(exception.Problems);
                    Assert.NotEmpty(exception.Message);
                    refused++;
                }

                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocation);
            });
        }

        Assert.True(refused > 0, $"{accepted} files were read, and none refused.");
    }

    private static void Mutate(List<byte> bytes, IReadOnlyList<byte[]> files, Random random)
    {
        int at = bytes.Count == 0 ? 0 : random.Next(bytes.Count);
        switch (bytes.Count == 0 ? 2 : random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes.RemoveRange(at, random.Next(2) == 0 ? bytes.Count - at : Math.Min(random.Next(1, 40), bytes.Count - at));
                break;
            case 2:
                bytes.InsertRange(at, Enumerable.Range(0, random.Next(1, 40)).Select(_ => (byte)random.Next(256)));
                break;
            case 3:
                byte[] other = files[random.Next(files.Count)];
                int from = random.Next(other.Length);
                bytes.InsertRange(at, other[from..random.Next(from, other.Length)]);
                break;
            case 4:
                byte[] length = _lengths[random.Next(_lengths.Length)];
                for (int i = 0; i < length.Length && at + i < bytes.Count; i++) bytes[at + i] = length[i];
                break;
            default:
                // Most of what a file declares is near its beginning, or, in a zip, near its end.
                at = random.Next(2) == 0 ? random.Next(Math.Min(bytes.Count, 200)) : bytes.Count - 1 - random.Next(Math.Min(bytes.Count, 200));
                bytes[at] = (byte)random.Next(256);
                break;
        }
    }
}
