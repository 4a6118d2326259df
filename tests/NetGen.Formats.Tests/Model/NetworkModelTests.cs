using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NetGen.Formats.Tests.Infrastructure;
using NetGen.Tool;
using Xunit;

namespace NetGen.Formats.Tests.Model;

/// <summary>Networks as values: from classes and files, into them, and checked.</summary>
public sealed class NetworkModelTests
{
    [Fact]
    public void AModelIsTheSameThroughAClassAndThroughAFile()
    {
        NetworkModel model = Models.Varied();
        using var compiled = new CompiledNetworks(model);
        AssertSame(model, NetworkModel.Of(compiled.Networks[0]));

        using var folder = new TemporaryFolder();
        model.Save(folder["model.safetensors"]);
        compiled.Networks[0].Save(folder["network.safetensors"]);
        Assert.Equal(File.ReadAllBytes(folder["network.safetensors"]), File.ReadAllBytes(folder["model.safetensors"]));
        AssertSame(model, NetworkModel.Load(folder["network.safetensors"]));
        AssertSame(model, PyTorchImport.Read(folder["network.safetensors"]).Network);
        compiled.Networks[0].Load(folder["model.safetensors"]);
    }

    [Theory]
    [InlineData(WeightType.Float16)]
    [InlineData(WeightType.BFloat16)]
    public void HalfOfTheBytesAreTheSameAsTheRuntimeWrites(WeightType type)
    {
        NetworkModel model = Models.Varied();
        using var compiled = new CompiledNetworks(model);
        using MemoryStream expected = new(), found = new(), samples = new();
        compiled.Networks[0].Save(expected, new SaveOptions { Type = type });
        model.Save(found, type);
        Assert.Equal(expected.ToArray(), found.ToArray());

        // Samples to check a network by are no part of the model.
        compiled.Networks[0].Save(samples, new SaveOptions { SelfCheckInputs = new float[10] });
        samples.Position = 0;
        AssertSame(model, NetworkModel.Load(samples));
    }

    [Fact]
    public void WeightsBeyondTheTypeAreNotWritten()
    {
        NetworkModel model = Models.Varied();
        ((DenseLayer)model.Layers[1]).Weight[0] = 1e6f;
        Assert.Contains("hidden.weight", Assert.Throws<ImportException>(() => Save(model, WeightType.Float16)).Message);
        Assert.True(Save(model, WeightType.BFloat16) > 0);
    }

    [Fact]
    public void WeightsAreCopiedIntoANetworkOfTheSameTensorsOnly()
    {
        using var compiled = new CompiledNetworks(Models.Varied());
        NetworkModel other = Models.Varied(seed: 2);
        other.CopyTo(compiled.Networks[0]);
        AssertSame(other, NetworkModel.Of(compiled.Networks[0]));

        var random = new Random(1);
        var small = new NetworkModel("Small", 5, [Models.Dense(random, "hidden", 5, 3, Activation.ReLU)]);
        Assert.Contains("hidden.weight [17, 5]", Assert.Throws<ArgumentException>(() => small.CopyTo(compiled.Networks[0])).Message);
        AssertSame(other, NetworkModel.Of(compiled.Networks[0]));
    }

    public static TheoryData<string, Func<NetworkModel, NetworkModel>> Broken() => new()
    {
        { "'class'", model => model with { Name = "class" } },
        { "'Forward'", model => model with { Name = "Forward" } },
        { "'Activation'", model => model with { Name = "Activation" } },
        { "'DenseAttribute'", model => model with { Name = "DenseAttribute" } },
        { "'NetGen'", model => model with { Name = "NetGen" } },
        { "0 inputs", model => model with { InputSize = 0 } },
        { "no dense layers", model => model with { Layers = [] } },
        { "last layer", model => model with { Layers = [.. model.Layers, new DropoutLayer("dropout2", 0.5f)] } },
        { "not the first", model => model with { Layers = [model.Layers[1], model.Layers[0], .. model.Layers[2..]] } },
        { "takes 17 inputs, and is given 5", model => model with { Layers = model.Layers.RemoveAt(1) } },
        { "another layer has its name", model => model with { Layers = model.Layers.SetItem(4, model.Layers[4] with { Name = "Hidden" }) } },
        { "not an identifier", model => model with { Layers = model.Layers.SetItem(4, model.Layers[4] with { Name = "a b" }) } },
        { "rate is 1", model => model with { Layers = model.Layers.SetItem(2, new DropoutLayer("dropout1", 1f)) } },
        { "slope of LeakyReLU is 2", model => model with { Layers = model.Layers.SetItem(1, (DenseLayer)model.Layers[1] with { Alpha = 2f }) } },
        { "NaN", model => model with { Layers = model.Layers.SetItem(4, (DenseLayer)model.Layers[4] with { Bias = [0f, float.NaN, 0f] }) } },
        { "bias has 2 values, not 3", model => model with { Layers = model.Layers.SetItem(4, (DenseLayer)model.Layers[4] with { Bias = [0f, 0f] }) } },
        { "scale is 0", model => model with { Layers = model.Layers.SetItem(0, (StandardizeLayer)model.Layers[0] with { Scale = [1f, 0f, 1f, 1f, 1f] }) } },
        { "single unit", model => model with { Layers = [new DenseLayer("d", 5, 1, Activation.Softmax, new float[5], null)] } },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void WhatIsNoNetworkIsRefusedWithTheReason(string reason, Func<NetworkModel, NetworkModel> change)
    {
        NetworkModel model = change(Models.Varied());
        ImportException exception = Assert.Throws<ImportException>(() => model.ToOnnx());
        Assert.Contains(exception.Problems, problem => problem.What.Contains(reason));
        Assert.Throws<ImportException>(() => Save(model, WeightType.Float32));
        Assert.Throws<ImportException>(() => NetworkSource.Write(model));
    }

    private static long Save(NetworkModel model, WeightType type)
    {
        using var stream = new MemoryStream();
        model.Save(stream, type);
        return stream.Length;
    }

    private static void AssertSame(NetworkModel expected, NetworkModel found)
    {
        Assert.Equal(expected.Name, found.Name);
        Assert.Equal(expected.InputSize, found.InputSize);
        Assert.Equal(expected.Layers.Select(Describe), found.Layers.Select(Describe));
        List<ModelTensor> tensors = [.. expected.Tensors()], others = [.. found.Tensors()];
        Assert.Equal(tensors.Count, others.Count);
        for (int i = 0; i < tensors.Count; i++) Assert.Equal(tensors[i].Values, others[i].Values);

        static string Describe(LayerModel layer) => layer switch
        {
            DenseLayer dense => $"{dense.Name} {dense.Inputs} {dense.Units} {dense.Activation} {dense.Alpha} {dense.Bias is null}",
            DropoutLayer dropout => $"{dropout.Name} {dropout.Rate}",
            _ => layer.Name,
        };
    }
}
