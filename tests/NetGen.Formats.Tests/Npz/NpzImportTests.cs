using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using NetGen.Formats.Tests.Infrastructure;
using Xunit;

namespace NetGen.Formats.Tests.Npz;

/// <summary>Files that NumPy wrote, and arrays put together here.</summary>
public sealed class NpzImportTests
{
    private static readonly ImportOptions _tanh = new() { Activation = Activation.Tanh };

    [Theory]
    [InlineData("keras_weights.npz", 0)]
    [InlineData("compressed.npz", 0)]
    [InlineData("torch_names.npz", 1)]
    [InlineData("sklearn.npz", 0)]
    public void EveryNamingIsRead(string file, int notes)
    {
        ImportedNetwork imported = NpzImport.Read(DataFile.Of(file), _tanh with { OutputActivation = Activation.Identity });
        Assert.Equal(notes, imported.Notes.Length);
        DataFile.AssertComputes(imported.Network, "numpy.json", 1e-12);
    }

    [Fact]
    public void LayersHaveTheNamesOfArrays() =>
        Assert.Equal(["fc1", "fc2"], NpzImport.Read(DataFile.Of("torch_names.npz"), _tanh).Network.Layers.Select(layer => layer.Name));

    [Fact]
    public void TheLayoutFollowsFromShapesOrIsAskedFor()
    {
        // [2, 3] with a bias of 3 is [inputs, outputs]; of square ones nothing is known.
        var model = Read(new ImportOptions(), ("W", [2, 3]), ("b", [3])).Network;
        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], ((DenseLayer)model.Layers[0]).Weight);
        Assert.Contains("--layout", Refused(new ImportOptions(), ("W", [3, 3]), ("b", [3])));
        Assert.Equal([0f, 2f, 1f, 3f], ((DenseLayer)Read(new ImportOptions { Layout = WeightLayout.InOut }, ("W", [2, 2])).Network.Layers[0]).Weight);
        Assert.Equal([0f, 1f, 2f, 3f], ((DenseLayer)Read(new ImportOptions { Layout = WeightLayout.OutIn }, ("W", [2, 2])).Network.Layers[0]).Weight);

        // PyTorch's names and Keras' names, of square matrices.
        Assert.Equal([0f, 1f, 2f, 3f], ((DenseLayer)Read(new ImportOptions(), ("fc.weight", [2, 2])).Network.Layers[0]).Weight);
        Assert.Equal([0f, 2f, 1f, 3f], ((DenseLayer)Read(new ImportOptions(), ("fc/kernel", [2, 2])).Network.Layers[0]).Weight);

        // Arrays in PyTorch's order under names that Keras' have: shapes say it.
        ImportedNetwork imported = Read(_tanh, ("arr_0", [3, 2]), ("arr_1", [3]), ("arr_2", [1, 3]), ("arr_3", [1]));
        Assert.Contains(imported.Notes, note => note.Contains("not usual under their names"));
        Assert.Equal(2, imported.Network.InputSize);
    }

    [Fact]
    public void WhatIsNoNetworkIsNamedAllAtOnce()
    {
        string message = Refused(_tanh, ("W1", [2, 3]), ("b1", [3]), ("conv", [2, 2, 2]), ("b7", [4]), ("W2", [2, 2, 2]));
        Assert.Contains("array 'conv'", message);
        Assert.Contains("array 'b7': there is no matrix for it", message);
        Assert.Contains("array 'W2': its shape is [2, 2, 2]", message);
        message = Refused(_tanh, ("W1", [2, 3]), ("W2", [5, 4]));
        Assert.Contains("'W1' [2, 3], 'W2' [5, 4]", message);
        Assert.Contains("no dense layers", Refused(_tanh));
    }

    [Fact]
    public void ArraysAreReadInEveryVersionTypeAndOrder()
    {
        using (FileStream stream = File.OpenRead(DataFile.Of("version2.npy")))
        {
            NpyArray array = NpyReader.Read(stream);
            Assert.Equal("<f2", array.Descr);
            Assert.Equal([2, 3], array.Shape);
            Assert.Equal([0f, 1f, 2f, 3f, 4f, 5f], array.Values);
        }

        using (FileStream stream = File.OpenRead(DataFile.Of("version3.npy")))
        {
            NpyArray array = NpyReader.Read(stream);
            Assert.Equal([2, 3, 4], array.Shape);
            Assert.Equal(Enumerable.Range(0, 24).Select(i => (float)i), array.Values);
        }

        Assert.Equal([1.5f], NpyReader.Read(new MemoryStream(Npy("{'descr': '>f8', 'fortran_order': False, 'shape': (), }", [0x3f, 0xf8, 0, 0, 0, 0, 0, 0])))
            .Values);
    }

    [Theory]
    [InlineData("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", "'<i8'")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "structures")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483648,), }", "2147483648")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", "4611686018427387904")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4611686018427387904), }", "4611686018427387904")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "end before")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "go on")]
    [InlineData("{'descr': '<f4', 'fortran_order': None, 'shape': (1,), }", "'None'")]
    [InlineData("{'descr': '<f4', 'shape': (1,), }", "needs")]
    [InlineData("{'descr': '<f4'", "missing")]
    public void WhatIsNoArrayIsRefused(string header, string reason) =>
        Assert.Contains(reason, Assert.Throws<ImportException>(() => NpyReader.Read(new MemoryStream(Npy(header, new byte[8])))).Message);

    [Fact]
    public void BrokenFilesAreRefusedInBoundedTimeAndMemory()
    {
        byte[][] files = [.. new[] { "keras_weights.npz", "compressed.npz", "torch_names.npz", "sklearn.npz" }.Select(name =>
            File.ReadAllBytes(DataFile.Of(name)))];
        Hostile.AssertBounded(Hostile.Mutations(files, 1000, seed: 4), bytes => NpzImport.Read(new MemoryStream(bytes), "Net", _tanh));

        // What is inside the zip is broken, and its sums are right.
        byte[][] arrays = [.. new[] { "version2.npy", "version3.npy" }.Select(name => File.ReadAllBytes(DataFile.Of(name)))];
        Hostile.AssertBounded(Hostile.Mutations(arrays, 1000, seed: 5), bytes => NpyReader.Read(new MemoryStream(bytes)));
    }

    [Fact]
    public void BombsAreRefused()
    {
        byte[] zeros = new byte[1 << 20];
        string header = "{'descr': '<f2', 'fortran_order': False, 'shape': (8388608,), }";
        byte[] one = Zip(Enumerable.Repeat("W", 1), stream => { stream.Write(Npy(header, [])); for (int i = 0; i < 300; i++) stream.Write(zeros); });
        byte[] many = Zip(Enumerable.Range(0, 40).Select(i => $"W{i}"), stream =>
            { stream.Write(Npy(header, [])); for (int i = 0; i < 8; i++) stream.Write(zeros); });
        byte[] large = Zip(["W"], stream =>
            { stream.Write(Npy(header.Replace("8388608", "100000, 100000"), [])); for (int i = 0; i < 100; i++) stream.Write(zeros); });
        Assert.InRange(one.Length, 0, 1_000_000);
        Hostile.AssertBounded([one, many, large], bytes => NpzImport.Read(new MemoryStream(bytes), "Net", _tanh));
    }

    private static string Refused(ImportOptions options, params (string Name, int[] Shape)[] arrays) =>
        Assert.Throws<ImportException>(() => Read(options, arrays)).Message;

    private static ImportedNetwork Read(ImportOptions options, params (string Name, int[] Shape)[] arrays)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, int[] shape) in arrays)
            {
                int count = shape.Aggregate(1, (a, b) => a * b);
                using Stream stream = zip.CreateEntry($"{name}.npy").Open();
                stream.Write(Npy($"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Join(", ", shape)},), }}",
                    [.. Enumerable.Range(0, count).SelectMany(i => BitConverter.GetBytes((float)i))]));
            }
        }

        file.Position = 0;
        return NpzImport.Read(file, "Net", options);
    }

    private static byte[] Npy(string header, byte[] data)
    {
        byte[] text = Encoding.ASCII.GetBytes(header + "\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. data];
    }

    private static byte[] Zip(IEnumerable<string> names, Action<Stream> write)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string name in names)
            {
                using Stream stream = zip.CreateEntry($"{name}.npy").Open();
                write(stream);
            }
        }

        return file.ToArray();
    }
}
