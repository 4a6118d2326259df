using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using NetGen.Formats.Tests.Infrastructure;
using NetGen.Tool;
using Xunit;

namespace NetGen.Formats.Tests.Export;

/// <summary>200 random architectures out to other formats and back, with classes that the real generator writes: what comes back is the same to the bit.</summary>
public sealed class RoundTripTests(RoundTripTests.RandomNetworks random) : IClassFixture<RoundTripTests.RandomNetworks>
{
    [Fact]
    public void ThroughOnnxTheWeightsAreTheSameToTheBit()
    {
        foreach ((NetworkModel model, INetwork network) in random.All)
        {
            NetworkModel back = OnnxImport.Read(new MemoryStream(network.ToOnnx()), model.Name).Network;
            AssertSame(WithoutDropout(model), back);
        }
    }

    /// <summary>A standardisation that has learnt nothing, features that are very small, and a softmax inside the network.</summary>
    [Theory]
    [InlineData(0f, 1f, 4)]
    [InlineData(-0f, 1f, 1)]
    [InlineData(1e-8f, 1e-8f, 4)]
    [InlineData(1e-7f, 3e-7f, 1)]
    [InlineData(0f, 1e-30f, 3)]
    [InlineData(1e30f, 1f, 3)]
    public void UnusualNetworksComeBackFromOnnx(float mean, float scale, int inputs)
    {
        var random = new Random(1);
        var model = new NetworkModel("Net", inputs,
        [
            new StandardizeLayer("standardize1", [.. Enumerable.Repeat(mean, inputs)], [.. Enumerable.Repeat(scale, inputs)]),
            Models.Dense(random, "dense1", inputs, 5, Activation.Softmax),
            Models.Dense(random, "dense2", 5, 3, Activation.LogSoftmax, hasBias: false),
            Models.Dense(random, "dense3", 3, 1, Activation.Identity),
        ]);
        byte[] onnx = model.ToOnnx();
        NetworkModel back = OnnxImport.Read(new MemoryStream(onnx), "net").Network;
        AssertSame(model, back);
        Assert.Equal(onnx, back.ToOnnx());
    }

    [Fact]
    public void ThroughSafetensorsEverythingIsTheSameToTheBit()
    {
        foreach ((NetworkModel model, INetwork network) in random.All)
        {
            using var stream = new MemoryStream();
            network.Save(stream);
            stream.Position = 0;
            NetworkModel back = NetworkModel.Load(stream);
            AssertSame(model, back);
            Assert.Equal(model.Layers.Select(layer => layer.Name), back.Layers.Select(layer => layer.Name));
            Assert.Equal(network.Info.Fingerprint, back.ToInfo().Fingerprint);

            // And into another object of the class.
            float[] weights = network.Parameters.ToArray();
            network.Parameters.Clear();
            back.CopyTo(network);
            Assert.Equal(weights, network.Parameters);
        }
    }

    [Fact]
    public void OnnxReadAndWrittenAgainIsTheSameFile()
    {
        foreach ((NetworkModel model, _) in random.All)
        {
            byte[] first = model.ToOnnx();
            byte[] second = OnnxImport.Read(new MemoryStream(first), model.Name, new OnnxImportOptions { Name = model.Name }).Network.ToOnnx();
            byte[] third = OnnxImport.Read(new MemoryStream(second), model.Name, new OnnxImportOptions { Name = model.Name }).Network.ToOnnx();
            Assert.Equal(second, third);
        }
    }

    [Fact]
    public void OnnxRuntimeAgreesWithGeneratedCode()
    {
        foreach ((NetworkModel model, INetwork network) in random.All)
        {
            const int Batch = 3;
            float[] inputs = Models.Values(new Random(5), Batch * model.InputSize, 1), outputs = new float[Batch * model.OutputSize];
            network.ForwardBatch(inputs, outputs);
            float[] theirs = OnnxEngine.Run(network.ToOnnx(), inputs, Batch);
            float largest = Math.Max(1f, theirs.Max(Math.Abs));
            for (int i = 0; i < outputs.Length; i++) Assert.Equal(theirs[i], outputs[i], 1e-5f * largest);
        }
    }

    private static NetworkModel WithoutDropout(NetworkModel model) => model with { Layers = [.. model.Layers.Where(layer => layer is not DropoutLayer)] };

    private static void AssertSame(NetworkModel expected, NetworkModel actual)
    {
        Assert.Equal(expected.InputSize, actual.InputSize);
        Assert.Equal(expected.Layers.Select(Describe), actual.Layers.Select(Describe));
        foreach ((LayerModel a, LayerModel b) in expected.Layers.Zip(actual.Layers)) Assert.Equal(ValuesOf(a).Select(Bits), ValuesOf(b).Select(Bits));
    }

    private static string Describe(LayerModel layer) => layer switch
    {
        DenseLayer dense => $"dense {dense.Inputs} {dense.Units} {dense.Activation} {dense.Alpha} {dense.Bias is not null}",
        DropoutLayer dropout => $"dropout {dropout.Rate}",
        _ => layer.GetType().Name,
    };

    private static IEnumerable<float> ValuesOf(LayerModel layer) => layer switch
    {
        DenseLayer dense => [.. dense.Weight, .. dense.Bias ?? []],
        StandardizeLayer standardize => [.. standardize.Mean, .. standardize.Scale],
        _ => [],
    };

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);

    /// <summary>The networks, compiled once.</summary>
    public sealed class RandomNetworks : IDisposable
    {
        private const int Count = 200;

        private static readonly int[] _sizes = [1, 2, 3, 7, 16, 17, 33, 40];

        private readonly CompiledNetworks _compiled;

        public RandomNetworks()
        {
            NetworkModel[] models = [.. Enumerable.Range(0, Count).Select(Create)];
            _compiled = new CompiledNetworks(models);
            All = [.. models.Zip(_compiled.Networks)];
        }

        internal ImmutableArray<(NetworkModel Model, INetwork Network)> All { get; }

        public void Dispose() => _compiled.Dispose();

        private static NetworkModel Create(int seed)
        {
            var random = new Random(seed);
            int inputs = Size(random), depth = random.Next(1, 5), count = inputs;
            var layers = new List<LayerModel>();
            if (random.Next(4) == 0) layers.Add(new StandardizeLayer("standardize1", Models.Values(random, inputs, 3), [.. Models.Values(random, inputs, 1).Select(scale => Math.Abs(scale) + 0.1f)]));
            int dropouts = 0;
            for (int number = 1; number <= depth; number++)
            {
                if (random.Next(5) == 0) layers.Add(new DropoutLayer($"dropout{++dropouts}", random.Next(1, 9) / 10f));
                bool isLast = number == depth;
                int units = isLast && seed % 3 == 0 ? 10 : Size(random);
                Activation[] legal = [.. Enum.GetValues<Activation>().Where(activation => activation is not (Activation.Softmax or Activation.LogSoftmax) || (isLast && units > 1))];
                Activation activation = legal[random.Next(legal.Length)];
                float? alpha = activation is Activation.LeakyReLU or Activation.ELU && random.Next(2) == 0 ? random.Next(1, 10) / 10f : null;
                layers.Add(Models.Dense(random, $"dense{number}", count, units, activation, hasBias: random.Next(4) > 0, alpha));
                count = units;
            }

            return new NetworkModel($"Net{seed}", inputs, [.. layers]);
        }

        private static int Size(Random random) => _sizes[random.Next(_sizes.Length)];
    }
}
