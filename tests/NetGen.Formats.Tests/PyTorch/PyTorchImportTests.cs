using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using NetGen.Formats.Tests.Infrastructure;
using Xunit;

namespace NetGen.Formats.Tests.PyTorch;

/// <summary>State dicts: the layers by names and shapes, compared with what PyTorch computed.</summary>
public sealed class PyTorchImportTests
{
    private static readonly ImportOptions _relu = new() { Activation = Activation.ReLU };

    [Fact]
    public void ASequentialIsRead()
    {
        ImportedNetwork imported = PyTorchImport.Read(DataFile.Of("sequential.safetensors"), _relu with { OutputActivation = Activation.Softmax });
        Assert.Equal("Sequential", imported.Network.Name);
        Assert.Equal(["dense1", "dense2", "dense3"], imported.Network.Layers.Select(layer => layer.Name));
        Assert.Null(((DenseLayer)imported.Network.Layers[1]).Bias);
        Assert.Empty(imported.Notes);
        DataFile.AssertComputes(imported.Network, "sequential.json");
    }

    [Fact]
    public void NumbersAreOrderedByTheirValueAndPrefixesStripped()
    {
        ImportedNetwork imported = PyTorchImport.Read(DataFile.Of("deep.safetensors"), new ImportOptions { Activation = Activation.Tanh, Name = "Deep" });
        Assert.Equal(6, imported.Network.Layers.Length);
        Assert.Contains("Identity", Assert.Single(imported.Notes));
        DataFile.AssertComputes(imported.Network, "deep.json");

        NetworkModel listed = PyTorchImport.Read(DataFile.Of("deep.safetensors"), new ImportOptions
        {
            Activations = [.. Enumerable.Repeat<ActivationChoice>(Activation.Tanh, 5), Activation.Identity],
            Layers = [.. Enumerable.Range(0, 6).Select(i => $"net.layers.{2 * i}")],
        }).Network;
        DataFile.AssertComputes(listed, "deep.json");
    }

    [Fact]
    public void BatchNormalisationIsFoldedBeforeAndAfterActivationsAndIntoTheFirstLayer()
    {
        ImportedNetwork imported = PyTorchImport.Read(DataFile.Of("batchnorm.safetensors"), _relu);
        Assert.Equal(3, imported.Network.Layers.Length);
        Assert.Equal(3, imported.Notes.Count(note => note.Contains("The batch normalisation '")));
        DataFile.AssertComputes(imported.Network, "batchnorm.json");

        // Another place, or another ε, is another network.
        NetworkModel other = PyTorchImport.Read(DataFile.Of("batchnorm.safetensors"), _relu with { BatchNorm = BatchNormPlace.BeforeActivation }).Network;
        Assert.ThrowsAny<Exception>(() => DataFile.AssertComputes(other, "batchnorm.json", 1e-3));
        other = PyTorchImport.Read(DataFile.Of("batchnorm.safetensors"), _relu with { BatchNormEpsilon = 1e-1 }).Network;
        Assert.ThrowsAny<Exception>(() => DataFile.AssertComputes(other, "batchnorm.json", 1e-3));
    }

    [Fact]
    public void ShapesGiveTheOrderWhereNamesDoNot()
    {
        ImportedNetwork imported = PyTorchImport.Read(DataFile.Of("named.safetensors"),
            new ImportOptions { Activation = Activation.SiLU, BatchNorm = BatchNormPlace.BeforeActivation });
        Assert.Equal(["encoder", "body", "action"], imported.Network.Layers.Select(layer => layer.Name));
        Assert.Contains(imported.Notes, note => note.Contains("'encoder' [11, 5], 'body' [6, 11], 'action' [2, 6]"));
        DataFile.AssertComputes(imported.Network, "named.json");
    }

    [Fact]
    public void NamesWithoutNumbersDoNotSayWhereBatchNormalisationStands()
    {
        foreach (string norm in (string[])["bn1", "block.bn", "1", "block.fc.1"])
        {
            (string, long[])[] tensors = [("block.fc.weight", [4, 3]), ($"{norm}.running_mean", [4]), ($"{norm}.running_var", [4]), ("out.weight", [2, 4])];
            ImportedNetwork assumed = Read(_relu, tensors);
            Assert.Contains(assumed.Notes, note => note.Contains($"'{norm}' is assumed to stand before the activation ReLU") && note.Contains("--batch-norm"));
            Assert.Equal(4, ((DenseLayer)assumed.Network.Layers[0]).Bias?.Length);
            float[][] biases = [.. new[] { BatchNormPlace.BeforeActivation, BatchNormPlace.AfterActivation }.Select(place =>
                ((DenseLayer)Read(_relu with { BatchNorm = place }, tensors).Network.Layers[0]).Bias ?? [])];
            Assert.Equal([4, 0], biases.Select(bias => bias.Length));

            // Without an activation between, both places are one.
            Assert.DoesNotContain(Read(new ImportOptions { Activation = Activation.Identity }, tensors).Notes, note => note.Contains("assumed"));
        }

        Assert.NotNull(((DenseLayer)Read(_relu, ("net.0.weight", [4, 3]), ("net.1.running_mean", [4]), ("net.1.running_var", [4]), ("net.3.weight", [2, 4]))
            .Network.Layers[0]).Bias);
    }

    [Theory]
    [InlineData("half", "F16", true)]
    [InlineData("bfloat", "BF16", true)]
    [InlineData("double", "F64", false)]
    public void OtherTypesAreRead(string name, string type, bool isExact)
    {
        ImportedNetwork imported = PyTorchImport.Read(DataFile.Of($"{name}.safetensors"), new ImportOptions { Activation = Activation.Sigmoid });
        DataFile.AssertComputes(imported.Network, $"{name}.json", isExact ? 1e-12 : 1e-6);
        Assert.Contains(imported.Notes, note => note.StartsWith($"4 tensors are {type},") && note.Contains(isExact ? "exactly" : "rounded"));
    }

    [Fact]
    public void WhatIsNoDenseLayerIsNamedAllAtOnce()
    {
        ImportException exception = Assert.Throws<ImportException>(() => PyTorchImport.Read(DataFile.Of("others.safetensors"), _relu));
        Assert.Contains(exception.Problems, problem => problem.Where == "tensor 'conv1.weight'" && problem.What.Contains("convolution of 2 dimensions"));
        Assert.Equal(4, exception.Problems.Count(problem => problem.What.Contains("LSTM")));
        Assert.Contains(exception.Problems, problem => problem.Where == "tensor 'norm.weight'" && problem.What.Contains("LayerNorm"));
    }

    [Fact]
    public void ShapesThatDoNotChainAreBothNamedWithTheOption()
    {
        string message = Refused(_relu, ("fc1.weight", [3, 4]), ("fc2.weight", [2, 5]));
        Assert.Contains("'fc1' [3, 4] gives 3 values, and 'fc2' [2, 5] after it takes 5", message);
        Assert.Contains("--layers", message);

        // Two orders chain; letters do not decide.
        message = Refused(_relu, ("decoder.weight", [4, 4]), ("encoder.weight", [4, 4]));
        Assert.Contains("neither names nor shapes", message);
        ImportedNetwork imported = Read(_relu with { Layers = ["encoder", "decoder"] }, ("decoder.weight", [4, 4]), ("encoder.weight", [4, 4]));
        Assert.Equal(["encoder", "decoder"], imported.Network.Layers.Select(layer => layer.Name));

        // Numbers decide among layers of one kind, and shapes between kinds.
        imported = Read(_relu, ("body.10.weight", [4, 4]), ("body.2.weight", [4, 4]), ("a_head.weight", [2, 4]), ("stem.weight", [4, 7]));
        Assert.Equal([(7, 4), (4, 4), (4, 4), (4, 2)], imported.Network.Layers.Cast<DenseLayer>().Select(layer => (layer.Inputs, layer.Units)));
    }

    [Fact]
    public void OptionsThatDoNotFitAreRefused()
    {
        (string, long[])[] two = [("0.weight", [3, 4]), ("2.weight", [2, 3])];
        Assert.Contains("--activation", Refused(new ImportOptions(), two));
        Assert.Contains("3 activations, and the file has 2",
            Refused(new ImportOptions { Activations = [Activation.ReLU, Activation.ReLU, Activation.ReLU] }, two));
        Assert.Contains("twice", Refused(_relu with { Activations = [Activation.ReLU, Activation.ReLU] }, two));
        string message = Refused(_relu with { Layers = ["0", "1"] }, two);
        Assert.Contains("no such module", message);
        Assert.Contains("module '2'", message);
        Assert.Contains("single unit", Refused(new ImportOptions { OutputActivation = Activation.Softmax }, ("weight", [1, 4])));
        Assert.Contains("more than one place",
            Refused(_relu, ("fc1.weight", [4, 4]), ("fc2.weight", [4, 4]), ("norm.running_mean", [4]), ("norm.running_var", [4])));
        Assert.Contains("both sides", Refused(_relu, ("0.weight", [4, 4]), ("2.running_mean", [4]), ("2.running_var", [4]), ("4.weight", [4, 4])));
    }

    [Fact]
    public void FilesOfNetGenAreExactAndSayTheirActivations()
    {
        NetworkModel model = Models.Varied();
        using var folder = new TemporaryFolder();
        model.Save(folder["a.safetensors"]);
        ImportedNetwork imported = PyTorchImport.Read(folder["a.safetensors"], new ImportOptions { Name = "Other" });
        Assert.Equal("Other", imported.Network.Name);
        Assert.Equal(model.Tensors().SelectMany(tensor => tensor.Values), imported.Network.Tensors().SelectMany(tensor => tensor.Values));
        Assert.Equal(0.25f, ((DropoutLayer)imported.Network.Layers[2]).Rate);
        Assert.Contains("says itself", Assert.Throws<ImportException>(() => PyTorchImport.Read(folder["a.safetensors"], _relu)).Message);
    }

    [Fact]
    public void BrokenFilesAreRefusedInBoundedTimeAndMemory()
    {
        using var stream = new MemoryStream();
        Models.Varied().Save(stream);
        byte[][] files = [stream.ToArray(),
            .. new[] { "sequential", "batchnorm", "named", "half", "double", "others" }.Select(name => File.ReadAllBytes(DataFile.Of($"{name}.safetensors")))];
        Hostile.AssertBounded(Hostile.Mutations(files, 1000, seed: 1), bytes => PyTorchImport.Read(new MemoryStream(bytes), "Net", _relu));
        Hostile.AssertBounded(Hostile.Mutations(files[..1], 1000, seed: 2), bytes => NetworkModel.Load(new MemoryStream(bytes)));
    }

    [Fact]
    public void StandardisationWithoutADescriptionAndVariancesBelowZeroAreSeen()
    {
        ImportedNetwork imported = Read(new ImportOptions(), ("dense1.weight", [2, 3]), ("standardize1.mean", [3]), ("standardize1.scale", [3]));
        Assert.IsType<StandardizeLayer>(imported.Network.Layers[0]);
        Assert.Contains("no layer that can be imported", Refused(new ImportOptions(), ("0.weight", [2, 3]), ("epoch", [1])));
        Assert.Contains("variances", Refused(new ImportOptions { BatchNormEpsilon = -1 }, ("0.weight", [2, 2]), ("1.running_mean", [2]),
            ("1.running_var", [2])));
    }

    [Fact]
    public void ManyLayersOfOneShapeAreRefusedSoon()
    {
        (string, long[])[] tensors = [.. Enumerable.Range(0, 40).Select(i => ($"{(char)('a' + i % 26)}{new string('x', i / 26)}.weight", new long[] { 3, 3 })),
            ("z.weight", [2, 9])];
        Hostile.AssertBounded([State(tensors)], bytes => PyTorchImport.Read(new MemoryStream(bytes), "Net", _relu));
    }

    private static string Refused(ImportOptions options, params (string Name, long[] Shape)[] tensors) =>
        Assert.Throws<ImportException>(() => Read(options, tensors)).Message;

    private static ImportedNetwork Read(ImportOptions options, params (string Name, long[] Shape)[] tensors) =>
        PyTorchImport.Read(new MemoryStream(State(tensors)), "Net", options);

    private static byte[] State((string Name, long[] Shape)[] tensors)
    {
        using var stream = new MemoryStream();
        IEnumerable<TensorData> data = tensors.Select(tensor =>
            TensorData.Of<float>(tensor.Name, Enumerable.Repeat(0.5f, (int)tensor.Shape.Aggregate((a, b) => a * b)).ToArray(), [.. tensor.Shape]));
        SafetensorsWriter.Write(stream, [], data.ToImmutableArray());
        return stream.ToArray();
    }
}
