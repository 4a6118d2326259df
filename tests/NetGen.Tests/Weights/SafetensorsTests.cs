using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;
using NetGen.Tests.Training;
using Xunit;

namespace NetGen.Tests.Weights;

public sealed class SafetensorsTests
{
    private const string Metadata = """{"__metadata__":{"format":"pt","producer":"NetGen","network":"PlainNetwork"},""";

    private const string Header = Metadata +
        """
        "dense1.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"dense1.bias":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},
        """ +
        """
        "dense2.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[16,24]},"dense2.bias":{"dtype":"F32","shape":[1],"data_offsets":[24,28]}}
        """;

    /// <summary>Of a network with one input, two hidden values and one output.</summary>
    private static readonly float[] _values = [1f, -2f, 0.5f, 0f, 3f, 4f, -0.25f];

    /// <summary>Headers that are wrong, with a part of what is said about each. One tensor is wrong, or all of the JSON.</summary>
    public static TheoryData<string, string> WrongHeaders => new()
    {
        { "", "does not begin with '{'" },
        { " " + Header, "does not begin with '{'" },
        { "[]", "does not begin with '{'" },
        { "{", "not valid JSON" },
        { Header + "}", "not valid JSON" },
        { Header + "\0", "not valid JSON" },
        { Header[..^1], "not valid JSON" },
        { Header.Replace("\"shape\"", "/**/\"shape\""), "not valid JSON" },
        { "{\"a\":" + new string('[', 100_000), "'a' is a StartArray" },
        { "{\"a\":{\"shape\":" + new string('[', 100_000), "every value must be an integer" },
        { "{\"__metadata__\":{\"a\":" + new string('[', 100_000), "StartArray instead of a String" },
        { Header.Replace("\"pt\"", "1"), "a value of the metadata is a Number" },
        { Header.Replace("\"pt\"", "null"), "a value of the metadata is a Null" },
        { Header.Replace("\"pt\"", "\"\\ud800\""), "not valid JSON" },
        { Header.Replace("\"format\"", "\"\\udc00\""), "not valid JSON" },
        { Header.Replace("\"producer\"", "\"format\""), "'format' twice" },
        { Header.Replace("\"dense1.bias\"", "\"__metadata__\""), "'__metadata__' twice" },
        { Header.Replace("\"dense1.bias\"", "\"dense1.weight\""), "'dense1.weight' twice" },
        { Header.Replace("\"dense1.bias\"", "\"dense1\\u002eweight\""), "'dense1.weight' twice" },
        { Header.Replace("\"dense1.bias\"", "\"dense1.Bias\""), "'dense1.Bias', which PlainNetwork does not have" },
        { Header.Replace("\"dense1.bias\"", $"\"{new string('x', 10_000)}\""), "xxx…'" },
        { Metadata[..^1] + "}", "lacks tensor 'dense1.weight', F32 [2, 1]" },
        { "{}", "lacks tensor 'dense1.weight', F32 [2, 1]" },
        { Header.Replace(",\"dense2.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[24,28]}", ""), "lacks tensor 'dense2.bias', F32 [1]" },
        { Header[..^1] + ""","more":{"dtype":"F32","shape":[0],"data_offsets":[28,28]}}""", "'more', which PlainNetwork does not have" },
        { Bias("{}"), "needs a dtype, a shape and data_offsets" },
        { Bias("null"), "'dense1.bias' is a Null" },
        { Bias("""{"shape":[2],"data_offsets":[8,16]}"""), "needs a dtype" },
        { Bias("""{"dtype":"F32","data_offsets":[8,16]}"""), "a shape" },
        { Bias("""{"dtype":"F32","shape":[2]}"""), "data_offsets" },
        { Bias("""{"dtype":"F32","shape":[2],"data_offsets":[8,16],"x":1}"""), "'x', which the format does not know" },
        { Bias("""{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[8,16]}"""), "'dtype' twice" },
        { Bias("""{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[8,16]}"""), "'shape' twice" },
        { Bias("""{"dtype":"F32","shape":[2],"data_offsets":[8,16],"data_offsets":[8,16]}"""), "'data_offsets' twice" },
        { Bias("""{"dtype":1,"shape":[2],"data_offsets":[8,16]}"""), "dtype of tensor 'dense1.bias' is a Number" },
        { Bias("""{"dtype":"f32","shape":[2],"data_offsets":[8,16]}"""), "unknown dtype 'f32'" },
        { Bias("""{"dtype":"I32","shape":[2],"data_offsets":[8,16]}"""), "is F32 [2]; in the file it is I32 [2]" },
        { Bias("""{"dtype":"F16","shape":[4],"data_offsets":[8,16]}"""), "is F32 [2]; in the file it is F16 [4]" },
        { Bias("""{"dtype":"F64","shape":[1],"data_offsets":[8,16]}"""), "is F32 [2]; in the file it is F64 [1]" },
        { Bias("""{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]}"""), "is F32 [2]; in the file it is F32 [2, 1]" },
        { Bias("""{"dtype":"F32","shape":2,"data_offsets":[8,16]}"""), "is a Number instead of a StartArray" },
        { Bias("""{"dtype":"F32","shape":[2.0],"data_offsets":[8,16]}"""), "must be an integer" },
        { Bias("""{"dtype":"F32","shape":[2e0],"data_offsets":[8,16]}"""), "must be an integer" },
        { Bias("""{"dtype":"F32","shape":[1e999999999],"data_offsets":[8,16]}"""), "must be an integer" },
        { Bias("""{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[8,16]}"""), "must be an integer" },
        { Bias("""{"dtype":"F32","shape":[-2],"data_offsets":[8,16]}"""), "must be an integer" },
        { Bias("""{"dtype":"F32","shape":["2"],"data_offsets":[8,16]}"""), "must be an integer" },
        { Bias("""{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[8,16]}"""), "too large" },
        { Bias("""{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[8,16]}"""), "too large" },
        { Bias("""{"dtype":"F32","shape":[2],"data_offsets":[-8,16]}"""), "must be an integer" },
        { Bias("""{"dtype":"F32","shape":[2],"data_offsets":[8]}"""), "1 data_offsets instead of 2" },
        { Bias("""{"dtype":"F32","shape":[2],"data_offsets":[8,16,24]}"""), "3 data_offsets instead of 2" },
        { Bias("""{"dtype":"F32","shape":[2],"data_offsets":[16,8]}"""), "before it begins" },
        { Bias("""{"dtype":"F32","shape":[2],"data_offsets":[8,12]}"""), "takes 8 bytes, and its data_offsets 4" },
        { Bias("""{"dtype":"F32","shape":[2],"data_offsets":[8,9223372036854775807]}"""), "takes 8 bytes" },
        { Bias("""{"dtype":"F32","shape":[2],"data_offsets":[4,12]}"""), "'dense1.bias' overlaps the tensor before it" },
        { Bias("""{"dtype":"F32","shape":[2],"data_offsets":[9,17]}"""), "'dense1.bias' leaves a gap" },
        { Bias("""{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"""), "overlaps the tensor before it" },
        { Bias("""{"dtype":"F32","shape":[2],"data_offsets":[9223372036854775799,9223372036854775807]}"""), "leaves a gap" },
    };

    [Fact]
    public void TheBytesAreThoseOfTheFormat()
    {
        using var stream = new MemoryStream();
        Network().Save(stream);
        Assert.Equal(0, (8 + Header.Length + 2) % 8);
        Assert.Equal(Assemble(Header + "  ", Data(_values)), stream.ToArray());
    }

    [Fact]
    public void ReadsWhatOthersWrite()
    {
        // In another order, without metadata, with white space and escapes.
        const string Other = """
            { "dense2.bias": {"data_offsets": [0, 4], "shape": [1], "dtype": "F32"}, "dense1.weight": {"dtype":"F32","shape":[2,1],"data_offsets":[20,28]},
              "dense1.bias":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}, "dense2\u002eweight":{"dtype":"F32","shape":[1,2],"data_offsets":[12,20]} }
            """;
        var network = new PlainNetwork(1, 2, 1);
        network.Load(new MemoryStream(Assemble(Other, Data([-0.25f, 0.5f, 0f, 3f, 4f, 1f, -2f]))));
        Assert.Equal(Network().Parameters, network.Parameters);
    }

    [Theory]
    [MemberData(nameof(WrongHeaders))]
    public void AWrongHeaderIsRefusedWithItsReason(string header, string reason) => Refuses(Assemble(header, Data(_values)), reason);

    [Fact]
    public void WrongBytesAreRefusedWithTheirReason()
    {
        byte[] file = Assemble(Header, Data(_values));
        Refuses([], "shorter than the 8 bytes");
        Refuses(file[..7], "shorter than the 8 bytes");
        Refuses(file[..8], "the file ends after 0");
        Refuses(file[..100], "the file ends after 92");
        Refuses(file[..^1], "ends after 27 of 28 bytes");
        Refuses(file[..^28], "ends after 0 of 28 bytes");
        Refuses([.. file, 0], "goes on after its 28 bytes");
        Refuses(Assemble(Header.Replace("pt", "\u00ff"), Data(_values), Encoding.Latin1), "not valid UTF-8");
        foreach (ulong length in new[] { 1UL << 63, ulong.MaxValue, 100_000_001UL, uint.MaxValue })
            Refuses(Assemble(Header, Data(_values), length: length), $"{length} bytes");
        Refuses(Assemble(Header, Data(_values), length: 100_000_000), "the file ends after");
        Refuses(Assemble(Header, Data(_values), length: (ulong)Header.Length - 1), "not valid JSON");
        Refuses(Assemble(Header, Data(_values), length: (ulong)Header.Length + 1), "not valid");
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            Refuses(Assemble(Header, Data([.. _values[..5], bad, _values[6]])), $"Value 1 of tensor 'dense2.weight' is {bad}");
    }

    [Fact]
    public void ADeclaredLengthAllocatesNothing()
    {
        byte[] file = Assemble(Header, Data(_values), length: 100_000_000);
        var network = Network();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => network.Load(new MemoryStream(file)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void AHeaderLongerThanTheFirstBufferIsRead()
    {
        var network = new PlainNetwork(1, 2, 1);
        network.Load(new MemoryStream(Assemble(Header + new string(' ', 50_000), Data(_values))));
        Assert.Equal(Network().Parameters, network.Parameters);
    }

    [Fact]
    public void AFileThatFailsInTheMiddleLeavesTheOldOne()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory / "weights", "old");
        Assert.Throws<TimeZoneNotFoundException>(() => AtomicFile.Write(directory / "weights", stream =>
        {
            stream.Write(new byte[100_000]);
            throw new TimeZoneNotFoundException();
        }));
        Assert.Equal("old", File.ReadAllText(directory / "weights"));
        Assert.Equal(["weights"], directory.Names);
    }

    [Fact]
    public void AnOldFileIsReplacedAndOthersStay()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory / "weights", new string('x', 10_000));
        File.WriteAllText(directory / "weights.tmp", "another's");
        Network().Save(directory / "weights");
        Assert.Equal(Assemble(Header + "  ", Data(_values)), File.ReadAllBytes(directory / "weights"));
        Assert.Equal(["weights", "weights.tmp"], directory.Names);
    }

    [Fact]
    public void WhereNoFileCanBeNothingIsLeftBehind()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory / "taken");
        File.WriteAllText(directory / "file", "");
        Assert.ThrowsAny<SystemException>(() => Network().Save(directory / "taken"));
        Assert.ThrowsAny<IOException>(() => Network().Save(directory / "missing/weights"));
        Assert.ThrowsAny<IOException>(() => Network().Save(directory / "file/weights"));
        Assert.Equal(["file", "taken"], directory.Names);
        Assert.Empty(Directory.GetFileSystemEntries(directory / "taken"));
        Assert.Throws<FileNotFoundException>(() => Network().Load(directory / "missing"));
    }

    private static string Bias(string json) => Header.Replace("""{"dtype":"F32","shape":[2],"data_offsets":[8,16]}""", json);

    private static PlainNetwork Network()
    {
        var network = new PlainNetwork(1, 2, 1);
        network.SetTensor("dense1.weight", _values.AsSpan(0, 2));
        network.SetTensor("dense1.bias", _values.AsSpan(2, 2));
        network.SetTensor("dense2.weight", _values.AsSpan(4, 2));
        network.SetTensor("dense2.bias", _values.AsSpan(6, 1));
        return network;
    }

    private static byte[] Data(float[] values)
    {
        byte[] data = new byte[values.Length * 4];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(4 * i), values[i]);
        return data;
    }

    private static byte[] Assemble(string header, byte[] data, Encoding? encoding = null, ulong? length = null)
    {
        byte[] text = (encoding ?? Encoding.UTF8).GetBytes(header), prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, length ?? (ulong)text.Length);
        return [.. prefix, .. text, .. data];
    }

    private static void Refuses(byte[] file, string reason)
    {
        // Its weights are others than those in the file, so that writing some of them shows.
        var network = new PlainNetwork(1, 2, 1);
        float[] before = network.Parameters.ToArray();
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => network.Load(new MemoryStream(file)));
        Assert.Contains(reason, exception.Message);
        Assert.True(exception.Message.Length < 400, exception.Message);
        Assert.Equal(before, network.Parameters);
    }
}
