using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using NetGen;

namespace KnowledgeTransfer;

/// <summary>10,000 images of MNIST: see Data/README.md for where they come from.</summary>
internal static class MnistData
{
    private const int ImageMagic = 0x803;
    private const int LabelMagic = 0x801;
    private const int Pixels = 28 * 28;

    /// <summary>Reads all images, with pixels scaled to 0..1, in the order of the file.</summary>
    public static Dataset Read()
    {
        byte[] images = ReadIdx("mnist10k-images-idx3-ubyte.gz", ImageMagic, dimensions: 3), labels = ReadIdx("mnist10k-labels-idx1-ubyte.gz", LabelMagic, dimensions: 1);
        return new Dataset(Array.ConvertAll(images, value => value / 255f), Pixels, Array.ConvertAll(labels, value => (int)value));
    }

    private static byte[] ReadIdx(string name, int magic, int dimensions)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", name)), CompressionMode.Decompress);
        Span<byte> header = stackalloc byte[4 * (1 + dimensions)];
        file.ReadExactly(header);
        if (BinaryPrimitives.ReadInt32BigEndian(header) != magic) throw new InvalidDataException($"{name} is no IDX file of {dimensions} dimensions.");
        int length = 1;
        for (int i = 1; i <= dimensions; i++) length *= BinaryPrimitives.ReadInt32BigEndian(header[(4 * i)..]);
        byte[] values = new byte[length];
        file.ReadExactly(values);
        return values;
    }
}
