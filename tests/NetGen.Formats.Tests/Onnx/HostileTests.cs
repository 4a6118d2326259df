using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Google.Protobuf;
using NetGen.Formats.Onnx;
using NetGen.Formats.Tests.Infrastructure;
using Xunit;

namespace NetGen.Formats.Tests.Onnx;

/// <summary>Files that are damaged, or made to cost: each is imported or refused with <see cref="ImportException"/>, at once and in little memory.</summary>
public sealed class HostileTests
{
    private const int Mutations = 1000;
    private const long MostBytes = 200_000_000;

    [Theory]
    [InlineData("torch_batchnorm", 1)]
    [InlineData("torch_gelu", 2)]
    [InlineData("torch_three_dimensions", 3)]
    [InlineData("torch_functions", 4)]
    public void Damaged_files_are_refused_or_read(string file, int seed)
    {
        byte[] original = File.ReadAllBytes(PyTorchTests.PathOf(file));
        var random = new Random(seed);
        int read = 0;
        for (int i = 0; i < Mutations / 4; i++)
        {
            byte[] mutant = Mutate(original, random);
            if (Import(mutant, $"mutation {i} of {file}")) read++;
        }

        // Both ways have to be taken, for the test to say something.
        Assert.InRange(read, 1, Mutations / 4 - 50);
    }

    public static TheoryData<string> Bombs => [.. _bombs.Keys];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_file_that_asks_for_too_much_is_refused(string name) => Assert.False(Import(_bombs[name](), name));

    private static readonly Dictionary<string, Func<byte[]>> _bombs = new()
    {
        ["expand"] = () => Folding("Expand", "one shape", Sizes(40_000, 40_000)),
        ["tile"] = () => Folding("Tile", "one2 shape", Sizes(100_000, 100_000)),
        ["constant of shape"] = () => Folding("ConstantOfShape", "shape", Sizes(1 << 30, 1 << 30)),
        ["nothing of a large shape"] = () => Folding("ConstantOfShape", "shape", Sizes(0, 2_000_000_000)),
        ["range"] = () => Folding("Range", "zero large one0", Sizes(1)),
        ["unsqueeze"] = () => Folding("Unsqueeze", "one many", Sizes(1)),
        ["broadcasting"] = () => Chain("Add", 24, doubles: true),
        ["products"] = () => Chain("MatMul", 500, doubles: false),
        ["functions that call functions twice"] = () => Laughs(copies: 2, depth: 30, leaf: "Relu"),
        ["functions that do nothing, often"] = () => Laughs(copies: 10, depth: 30, leaf: null),
        ["a function that calls itself"] = () => Cycle(),
        ["a million empty nodes"] = () => [0x3A, .. Varint(2_000_000), .. Enumerable.Range(0, 2_000_000).Select(i => (byte)(i % 2 == 0 ? 0x0A : 0))],
        ["a million empty nodes in a graph that ends too soon"] =
            () => [0x3A, .. Varint(2_000_001), .. Enumerable.Range(0, 2_000_000).Select(i => (byte)(i % 2 == 0 ? 0x0A : 0))],
        ["names without end"] = () => [0x3A, .. Varint(4_000_006), 0x0A, .. Varint(4_000_001),
            .. Enumerable.Range(0, 4_000_001).Select(i => (byte)(i % 2 == 0 ? 0x0A : 0))],
        ["nesting"] = () => Nested(100_000),
        ["a length of 2 GB"] = () => [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1, 2, 3],
        ["dimensions without values"] = () => Initializer(tensor => tensor.Dims.AddRange([1 << 14, 1 << 14])),
        ["a hundred thousand dimensions"] = () => Initializer(tensor => tensor.Dims.AddRange(Enumerable.Repeat(1L, 100_000))),
        ["sizes whose product overflows"] = () => Initializer(tensor => tensor.Dims.AddRange([1L << 32, 1L << 32, 0])),
        ["an input of a billion features"] = () => new ModelBuilder().Input("x", 1, 1_000_000_000).Weights("w", 1, 1).Node("Mul", "x w", "y").Output("y").Bytes,
        ["a chain of more nodes than there may be"] = () => Chain("Softsign", 30_000, doubles: false),
        ["a chain of almost as many nodes as there may be"] = () => Chain("Softsign", 15_000, doubles: false),
        ["a chain of activations"] = () => Chain("Tanh", 2_000, doubles: false),
        ["a chain of layers with the same weights"] = () => Chain("Layer", 5_000, doubles: false),
        ["a constant in a function that is called often"] = () => Often(),
        ["bytes of nothing"] = () => new byte[1000],
        ["no bytes"] = () => [],
    };

    private static bool Import(byte[] file, string what)
    {
        bool isRead = false;
        TimeLimit.Hold(what, () =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            try
            {
                OnnxImport.Read(new MemoryStream(file), "hostile");
                isRead = true;
            }
            catch (ImportException exception)
            {
                Assert.NotEmpty(exception.Problems);
                isRead = false;
            }

            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(bytes < MostBytes, $"{what} allocated {bytes} bytes");
            TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {watch.ElapsedMilliseconds} ms, {bytes >> 10} KiB");
        });
        return isRead;
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        List<byte> bytes = [.. original];
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            int place = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(place, bytes.Count - place);
                    break;
                case 2:
                    bytes.InsertRange(place, Enumerable.Range(0, random.Next(1, 9)).Select(_ => (byte)random.Next(256)));
                    break;
                case 3:
                    int from = random.Next(original.Length), length = Math.Min(random.Next(1, 64), original.Length - from);
                    bytes.InsertRange(place, original.AsSpan(from, length));
                    break;
                case 4:
                    // A length, or a size, that is large.
                    bytes.RemoveAt(place);
                    bytes.InsertRange(place, Varint(random.NextInt64(1L << random.Next(8, 62))));
                    break;
                default:
                    bytes.RemoveRange(place, Math.Min(random.Next(1, 32), bytes.Count - place));
                    break;
            }

            if (bytes.Count == 0) bytes.Add(0);
        }

        return [.. bytes];
    }

    private static byte[] Varint(long value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }

    private static TensorProto Sizes(params long[] sizes)
    {
        var tensor = new TensorProto { Name = "shape", DataType = (int)OnnxElementType.Int64 };
        tensor.Dims.Add(sizes.Length);
        tensor.Int64Data.AddRange(sizes);
        return tensor;
    }

    private static byte[] Folding(string op, string inputs, TensorProto shape) => new ModelBuilder()
        .Input("x", -1, 1).Floats("one", [1], [1]).Floats("one2", [1, 1], [1])
        .Scalar("zero", 0).Scalar("large", 1e9f).Scalar("one0", 1).Integers("many", [.. Enumerable.Range(0, 100_000).Select(i => (long)i)]).Tensor(shape)
        .Node(op, inputs, "folded").Node("MatMul", "x folded", "y").Output("y").Bytes;

    private static byte[] Chain(string op, int length, bool doubles)
    {
        ModelBuilder model = new ModelBuilder().Input("x", -1, 300).Weights("w", 300, 300).Floats("v0", [1], [1]);
        for (int i = 0; i < length; i++)
        {
            // Outer sums of a tensor with itself double the dimensions.
            if (doubles) model.Integers($"axes{i}", 0).Node("Unsqueeze", $"v{i} axes{i}", $"u{i}")
                .Node("Concat", $"v{i} v{i}", $"c{i}", ("axis", 0)).Node(op, $"c{i} c{i}", $"v{i + 1}");
            else if (op == "Layer") model.Node("MatMul", $"{(i == 0 ? "x" : $"p{i}")} w", $"p{i + 1}");
            else if (op == "MatMul") model.Node(op, $"{(i == 0 ? "w" : $"p{i}")} w", $"p{i + 1}");
            else model.Node(op, i == 0 ? "x" : $"p{i}", $"p{i + 1}");
        }

        string end = doubles ? $"v{length}" : $"p{length}";
        return (op is "Softsign" or "Tanh" or "Layer" ? model.Node("MatMul", $"{end} w", "y") : model.Node("MatMul", $"x {end}", "y")).Output("y").Bytes;
    }

    private static byte[] Laughs(int copies, int depth, string? leaf)
    {
        ModelBuilder model = new ModelBuilder().Domain("f", 1).Input("x", -1, 4).Weights("w", 4, 4);
        for (int level = 0; level < depth; level++)
        {
            var function = new FunctionProto { Name = $"f{level}", Domain = "f" };
            function.Input.Add("x0");
            function.Output.Add($"x{copies}");
            function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 13 });
            function.OpsetImport.Add(new OperatorSetIdProto { Domain = "f", Version = 1 });
            for (int i = 0; i < copies; i++)
            {
                if (level > 0) function.Node.Add(ModelBuilder.NodeOf($"f.f{level - 1}", $"x{i}", $"x{i + 1}"));
                else if (leaf is not null) function.Node.Add(ModelBuilder.NodeOf(leaf, $"x{i}", $"x{i + 1}"));
            }

            model.Function(function);
        }

        return model.Node($"f.f{depth - 1}", "x", "z").Node("MatMul", "z w", "y").Output("y").Bytes;
    }

    private static byte[] Often()
    {
        var tensor = new TensorProto { DataType = (int)OnnxElementType.UInt8, RawData = ByteString.CopyFrom(new byte[1 << 18]) };
        tensor.Dims.Add(1 << 18);
        var function = new FunctionProto { Name = "f", Domain = "f" };
        function.Output.Add("c");
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 13 });
        function.Node.Add(ModelBuilder.NodeOf("Constant", "", "c", ("value", tensor)));
        ModelBuilder model = new ModelBuilder().Domain("f", 1).Input("x", -1, 4).Weights("w", 4, 4).Function(function).Node("MatMul", "x w", "y");
        for (int i = 0; i < 5000; i++) model.Node("f.f", "", $"c{i}");
        return model.Node("Sum", $"y {string.Join(' ', Enumerable.Range(0, 5000).Select(i => $"c{i}"))}", "z").Output("z").Bytes;
    }

    private static byte[] Cycle()
    {
        var function = new FunctionProto { Name = "Relu", Domain = "" };
        function.Input.Add("a");
        function.Output.Add("b");
        function.Node.Add(ModelBuilder.NodeOf("Relu", "a", "b"));
        return new ModelBuilder().Input("x", -1, 4).Weights("w", 4, 4).Function(function).Node("MatMul", "x w", "z").Node("Relu", "z", "y").Output("y").Bytes;
    }

    /// <summary>Graphs in attributes of nodes of graphs, and so on.</summary>
    private static byte[] Nested(int depth)
    {
        // From the inside, with the lengths of what is within; built backwards.
        var reversed = new List<byte>();
        byte[] tags = [0x32, 0x2A, 0x0A];
        for (int i = 0; i < depth; i++)
        {
            byte[] header = [tags[i % 3], .. Varint(reversed.Count)];
            reversed.AddRange(header.Reverse());
        }

        byte[] outer = [0x3A, .. Varint(reversed.Count)];
        reversed.AddRange(outer.Reverse());
        reversed.Reverse();
        return [.. reversed];
    }

    private static byte[] Initializer(Action<TensorProto> change)
    {
        var tensor = new TensorProto { Name = "w", DataType = (int)OnnxElementType.Float, RawData = ByteString.CopyFrom(1, 2, 3, 4) };
        change(tensor);
        return new ModelBuilder().Input("x", -1, 4).Tensor(tensor).Node("MatMul", "x w", "y").Output("y").Bytes;
    }
}
