using System;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace NetGen.Tests.Weights;

public sealed class TensorDataTests
{
    [Fact]
    public void EveryTypeReadsBackBitForBit()
    {
        float[] floats = [1.5f, -0f, float.NaN, float.Epsilon, float.NegativeInfinity];
        double[] doubles = [Math.PI, double.Epsilon];
        int[] ints = [int.MinValue, -1, 7];
        TensorData[] written =
        [
            TensorData.Of<float>("floats", floats, [5, 1]), TensorData.Of<double>("doubles", doubles, [2]), TensorData.Of<int>("ints", ints, [3]),
            TensorData.Of<long>("long", [long.MinValue + 1], []), TensorData.Of<float>("none", [], [0, 3]),
        ];
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, [new("author", "“me”")], written);
        stream.Position = 0;
        TensorData[] read = [.. SafetensorsReader.Read(stream, out var metadata)];
        Assert.Equal("“me”", metadata["author"]);
        foreach (TensorData tensor in written)
        {
            TensorData found = read.Single(data => data.Name == tensor.Name);
            Assert.Equal(tensor.DataType, found.DataType);
            Assert.Equal(tensor.Bytes, found.Bytes);
            Assert.Equal(tensor.Shape, found.Shape);
        }

        Assert.Equal(["F32", "F64", "I32", "I64", "F32"], written.Select(tensor => tensor.DataType));
        float[] foundFloats = read.Single(data => data.Name == "floats").Values<float>();
        Assert.Equal(floats.Select(BitConverter.SingleToInt32Bits), foundFloats.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(doubles, read.Single(data => data.Name == "doubles").Values<double>());
        Assert.Equal(ints, read.Single(data => data.Name == "ints").Values<int>());
        Assert.Equal([long.MinValue + 1], read.Single(data => data.Name == "long").Values<long>());
        Assert.Equal("Tensor 'ints' is of I32; expected I64.", Assert.Throws<InvalidDataException>(() => written[2].Values<long>()).Message);
        Assert.Throws<NotSupportedException>(() => TensorData.Of<byte>("bytes", [1], [1]));
    }

    [Fact]
    public void ADeclaredLengthAllocatesNothing()
    {
        byte[] header = Encoding.UTF8.GetBytes("""{"a":{"dtype":"F32","shape":[1000000000],"data_offsets":[0,4000000000]}}""");
        byte[] file = [.. BitConverter.GetBytes((long)header.Length), .. header, 0, 0, 0, 0];
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new MemoryStream(file), out _)).Message;
        Assert.Equal("The file has 4 bytes of data; its header says 4000000000.", message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void TheChecksumIsThatOfTheStandard()
    {
        // The check value of the catalogue of CRCs, and the example of RFC 3720, appendix B.4.
        Assert.Equal(0xE3069283, Crc32C.Append(0, "123456789"u8));
        Assert.Equal(0x8A9136AAu, Crc32C.Append(0, new byte[32]));
        Assert.Equal(Crc32C.Append(0, "123456789"u8), Crc32C.Append(Crc32C.Append(0, "1234"u8), "56789"u8));
        Assert.Equal(0u, Crc32C.Append(0, []));
    }
}
