using System.IO;
using System.Linq;
using System.Text;
using NetGen.Formats.Tests.Infrastructure;
using Xunit;

namespace NetGen.Formats.Tests.Keras;

/// <summary>The JSON of RTNeural's exporter.</summary>
public sealed class KerasImportTests
{
    [Fact]
    public void DenseLayersActivationsAndBatchNormalisationAreRead()
    {
        ImportedNetwork imported = KerasImport.Read(DataFile.Of("rtneural_dense.json"));
        Assert.Equal("RtneuralDense", imported.Network.Name);
        Assert.Equal([Activation.ELU, Activation.Tanh, Activation.Softmax], imported.Network.Layers.Cast<DenseLayer>().Select(layer => layer.Activation));
        DataFile.AssertComputes(imported.Network, "rtneural_dense_samples.json");
    }

    [Fact]
    public void BatchNormalisationAfterAnActivationIsAPartOfTheNextLayer()
    {
        NetworkModel model = Read("""
            {"in_shape":[null,2],"layers":[
              {"type":"dense","activation":"relu","shape":[null,1],"weights":[[[1],[2]],[3]]},
              {"type":"batchnorm","activation":"","shape":[null,1],"epsilon":0,"weights":[[6],[5],[1],[4]]},
              {"type":"dense","activation":"","shape":[null,1],"weights":[[[10]]]}]}
            """).Network;
        Assert.Equal(10 * ((2 * 1 + 3 * 2 + 3 - 1) / 2.0 * 6 + 5), Reference.Evaluate(model, [2f, 3f])[0]);
    }

    [Fact]
    public void OtherLayersAndActivationsAreNamedAllAtOnce()
    {
        ImportException exception = Assert.Throws<ImportException>(() => Read("""
            {"in_shape":[null,null,1],"layers":[
              {"type":"gru","activation":"tanh","shape":[null,null,8],"weights":[]},
              {"type":"conv1d","activation":"","shape":[null,null,8],"weights":[]},
              {"type":"unknown","activation":"","shape":[null,null,8],"weights":[]},
              {"type":"dense","activation":"exponential","shape":[null,null,1],"weights":[[[1],[1],[1],[1],[1],[1],[1],[1]],[0]]},
              {"type":"dense","activation":"","shape":[null,null,2],"weights":[[[1,2]],[0]]}]}
            """));
        Assert.Equal(["layer 0 (gru)", "layer 1 (conv1d)", "layer 2 (unknown)", "layer 3 (dense)", "layer 4 (dense)"],
            exception.Problems.Select(problem => problem.Where));
        Assert.Contains("'exponential'", exception.Message);
        Assert.Contains("bias has 1 numbers", exception.Message);
    }

    [Theory]
    [InlineData("linear", Activation.Identity, 0f)]
    [InlineData("leaky_relu", Activation.LeakyReLU, 0.2f)]
    [InlineData("elu", Activation.ELU, 1f)]
    [InlineData("swish", Activation.SiLU, 0f)]
    [InlineData("hard_silu", Activation.HardSwish, 0f)]
    [InlineData("gelu", Activation.GELU, 0f)]
    public void ActivationsHaveKerasNames(string name, Activation activation, float alpha)
    {
        NetworkModel model = Read($$"""
            {"in_shape":[null,1],"layers":[
              {"type":"input","shape":[[null,1]]},
              {"type":"dense","activation":"{{name}}","shape":[null,2],"weights":[[[1,2]],[0,0]]}]}
            """).Network;
        DenseLayer layer = Assert.IsType<DenseLayer>(model.Layers[0]);
        Assert.Equal((activation, alpha), (layer.Activation, layer.Alpha));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"in_shape":[],"layers":[]}""")]
    [InlineData("""{"in_shape":[null,2],"layers":[{"type":"dense","shape":[null,2147483647],"weights":[[],[]]}]}""")]
    [InlineData("""{"in_shape":[null,1],"layers":[{"type":"dense","shape":[null,1],"weights":[[[1e60]],[0]]}]}""")]
    [InlineData("""{"in_shape":[null,1],"layers":[{"type":"\ud800","shape":[null,1],"weights":[]}]}""")]
    public void WhatIsNoNetworkIsRefused(string json) => Assert.Throws<ImportException>(() => Read(json));

    [Theory]
    [InlineData("""{"type":"dense","activation":5,"shape":[null,2],"weights":[[[1,2]],[0,0]]}""", "layer 0 (dense): its activation is '5', which is no text")]
    [InlineData("""{"type":"dense","activation":null,"shape":[null,2],"weights":[[[1,2]],[0,0]]}""", "its activation is 'null'")]
    [InlineData("""{"type":"dense","shape":[null,2],"weights":[[[1,"a"]],[0,0]]}""", "value 1 of row 0 of its kernel is '\"a\"', which is not a finite number of 32 bits")]
    [InlineData("""{"type":"dense","shape":[null,2],"weights":[[[1,2]],[1e999,0]]}""", "value 0 of its bias is '1e999', which is not a finite")]
    [InlineData("""{"type":"dense","shape":[null,2],"weights":[[1,2],[0,0]]}""", "row 0 of its kernel is '1', which is no list of numbers")]
    [InlineData("""{"type":"dense","shape":[null,2],"weights":[[[1,2]],7]}""", "its bias is '7', which is no list")]
    [InlineData("""{"type":"dense","shape":[null,2],"weights":[{}]}""", "its kernel is '{}', which is no list of rows")]
    [InlineData("""{"type":"batchnorm","weights":[[1],[null]]}""", "value 0 of array 1 of its weights is 'null'")]
    [InlineData("""{"type":"batchnorm","weights":[[1]]}""", "it has 1 arrays of weights")]
    [InlineData("""{"type":"batchnorm","weights":[[1,2],[1]]}""", "it has 2 arrays of 2 or 1 numbers")]
    [InlineData("""{"type":"batchnorm","epsilon":"small","weights":[[1],[1]]}""", "its epsilon is '\"small\"'")]
    [InlineData("""{"type":"batchnorm","epsilon":1e999,"weights":[[1],[1]]}""", "its epsilon is '1e999'")]
    public void ValuesThatAreNoneAreNamed(string layer, string reason)
    {
        string json = $$"""{"in_shape":[null,1],"layers":[{{layer}},{"type":"dense","shape":[null,1],"weights":[[[1]]]}]}""";
        ImportException exception = Assert.Throws<ImportException>(() => Read(json));
        Assert.Contains(exception.Problems, problem => problem.ToString().Contains(reason));
    }

    [Fact]
    public void BrokenFilesAreRefusedInBoundedTimeAndMemory()
    {
        byte[] file = File.ReadAllBytes(DataFile.Of("rtneural_dense.json"));
        Hostile.AssertBounded(Hostile.Mutations([file], 1000, seed: 3), Read);
        string deep = string.Concat(Enumerable.Repeat("[", 100_000)), open = string.Concat(Enumerable.Repeat("{\"layers\":", 100_000));
        Hostile.AssertBounded([Encoding.UTF8.GetBytes(deep), Encoding.UTF8.GetBytes($$"""{"in_shape":{{deep}}"""), Encoding.UTF8.GetBytes(open)], Read);

        static void Read(byte[] bytes) => KerasImport.Read(new MemoryStream(bytes), "Net");
    }

    private static ImportedNetwork Read(string json) => KerasImport.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), "Net");
}
