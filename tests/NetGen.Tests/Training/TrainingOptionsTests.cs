using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using NetGen.Tests.Generated.Networks;
using Xunit;

#pragma warning disable xUnit1051 // These trainings are over before a test run could be cancelled.

namespace NetGen.Tests.Training;

/// <summary>What the options add to a step, against the formulas in their documentation, written in double for tensors in their canonical order.</summary>
public sealed class TrainingOptionsTests
{
    private const float Rate = 0.1f;

    public static TheoryData<string> Networks => ["RowsNetwork", "ReLUNetwork", "TanhNetwork", "SmallestNetwork"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void PenaltiesAreAddedToTheGradientAndReported(string name)
    {
        var options = new Regularization { L1 = 0.03f, L2 = 0.2f };
        (Weights before, Weights plain, _) = Step(name, new());
        (_, Weights actual, EpochReport report) = Step(name, new() { Regularization = options });
        double penalty = 0;
        foreach ((string tensor, double[] w) in before)
        {
            for (int i = 0; i < w.Length; i++)
            {
                bool counts = tensor.EndsWith(".weight", StringComparison.Ordinal);
                if (counts) penalty += 0.03 * Math.Abs(w[i]) + 0.5 * 0.2 * w[i] * w[i];
                double gradient = counts ? 0.03 * Math.Sign(w[i]) + 0.2 * w[i] : 0;
                Assert.Equal(plain[tensor][i] - Rate * gradient, actual[tensor][i], 1e-6 * Math.Max(1, Math.Abs(w[i])));
            }
        }

        Assert.Equal(penalty, report.Penalty, 1e-5 * penalty);
        Assert.Equal(report.TrainingLoss + report.Penalty, report.RegularizedLoss);
    }

    [Fact]
    public void BiasesCountWhereTheyAreIncludedAndLayersHaveTheirOwn()
    {
        var options = new Regularization
        {
            L2 = 0.5f,
            Layers = ImmutableDictionary<string, Regularization>.Empty.Add("dense2", new() { L1 = 0.25f, IncludesBiases = true }).Add("dense3", new()),
        };
        (Weights before, Weights plain, _) = Step("ReLUNetwork", new());
        (_, Weights actual, _) = Step("ReLUNetwork", new() { Regularization = options });
        Compare("dense1.weight", w => 0.5 * w);
        Compare("dense1.bias", _ => 0);
        Compare("dense2.weight", w => 0.25 * Math.Sign(w));
        Compare("dense2.bias", w => 0.25 * Math.Sign(w));
        Compare("dense3.weight", _ => 0);

        void Compare(string tensor, Func<double, double> gradient)
        {
            for (int i = 0; i < before[tensor].Length; i++) Assert.Equal(plain[tensor][i] - Rate * gradient(before[tensor][i]), actual[tensor][i], 1e-6);
        }
    }

    [Fact]
    public void AnElasticNetIsBothPenalties()
    {
        var net = Regularization.ElasticNet(alpha: 0.4f, l1Ratio: 0.25f);
        Assert.Equal((0.1f, 0.3f), (net.L1, net.L2), new Tolerance());
        Assert.Throws<ArgumentOutOfRangeException>("alpha", () => Regularization.ElasticNet(-1f, 0.5f));
        Assert.Throws<ArgumentOutOfRangeException>("l1Ratio", () => Regularization.ElasticNet(1f, 1.5f));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void DecayIsDecoupledFromTheUpdate(string name)
    {
        // Adam's step does not depend on the scale of the gradient, but a penalty would change its direction.
        (Weights before, Weights plain, _) = Step(name, new(), new Adam(Rate));
        (_, Weights actual, EpochReport report) = Step(name, new() { Regularization = new() { WeightDecay = 0.3f } }, new Adam(Rate));
        foreach ((string tensor, double[] w) in before)
        {
            double decay = tensor.EndsWith(".weight", StringComparison.Ordinal) ? Rate * 0.3 : 0;
            for (int i = 0; i < w.Length; i++) Assert.Equal(plain[tensor][i] - decay * w[i], actual[tensor][i], 1e-6);
        }

        Assert.Equal(0f, report.Penalty);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void LongUnitsAreScaledBack(string name)
    {
        (_, Weights plain, _) = Step(name, new());
        double maxNorm = 0.6 * plain.Where(pair => pair.Key.EndsWith(".weight", StringComparison.Ordinal)).Max(pair =>
            pair.Value.Chunk(pair.Value.Length / plain.Shape(pair.Key)[0]).Max(unit => Math.Sqrt(unit.Sum(w => w * w))));
        (_, Weights actual, _) = Step(name, new() { Regularization = new() { MaxNorm = (float)maxNorm } });
        int longer = 0;
        foreach ((string tensor, double[] w) in plain)
        {
            bool isBias = tensor.EndsWith(".bias", StringComparison.Ordinal);
            int units = plain.Shape(tensor)[0], inputs = w.Length / units;
            for (int unit = 0; unit < units; unit++)
            {
                double norm = Math.Sqrt(w.Skip(unit * inputs).Take(inputs).Sum(value => value * value));
                double factor = isBias || norm <= maxNorm ? 1 : maxNorm / norm;
                if (factor < 1) longer++;
                for (int i = unit * inputs; i < (unit + 1) * inputs; i++) Assert.Equal(factor * w[i], actual[tensor][i], 1e-6);
            }
        }

        Assert.True(longer > 0, "No unit was longer than the bound.");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void GradientsAreClippedByValueOrByTheirNorm(string name)
    {
        // With plain gradient descent, what a step changes is the gradient.
        (Weights before, Weights plain, EpochReport unclipped) = Step(name, new());
        Dictionary<string, double[]> gradient = before.ToDictionary(
            pair => pair.Key, pair => pair.Value.Select((w, i) => (w - plain[pair.Key][i]) / Rate).ToArray());
        double norm = Math.Sqrt(gradient.Values.Sum(values => values.Sum(g => g * g))), bound = norm / 3;
        Assert.Null(unclipped.GradientNorm);

        (_, Weights byNorm, EpochReport report) = Step(name, new() { Clipping = GradientClipping.ByGlobalNorm((float)bound) });
        Assert.Equal(norm, report.GradientNorm!.Value, 1e-4 * norm);
        Compare(byNorm, g => g / 3);

        (_, Weights within, _) = Step(name, new() { Clipping = GradientClipping.ByGlobalNorm((float)(2 * norm)) });
        Compare(within, g => g);

        double most = gradient.Values.Max(values => values.Max(Math.Abs)) / 2;
        (_, Weights byValue, _) = Step(name, new() { Clipping = GradientClipping.ByValue((float)most) });
        Compare(byValue, g => Math.Clamp(g, -most, most));

        void Compare(Weights actual, Func<double, double> clip)
        {
            foreach ((string tensor, double[] w) in before)
                for (int i = 0; i < w.Length; i++) Assert.Equal(w[i] - Rate * clip(gradient[tensor][i]), actual[tensor][i], 2e-6 * Math.Max(1, norm));
        }
    }

    [Fact]
    public void ThePenaltyIsClippedWithTheGradient()
    {
        (Weights before, Weights after, EpochReport report) = Step(
            "TanhNetwork", new() { Regularization = new() { L2 = 1000f }, Clipping = GradientClipping.ByGlobalNorm(0.5f) });
        double step = Math.Sqrt(before.Sum(pair => pair.Value.Select((w, i) => Math.Pow(w - after[pair.Key][i], 2)).Sum()));
        Assert.Equal(Rate * 0.5, step, 1e-4);
        Assert.True(report.GradientNorm > 100f);
    }

    [Fact]
    public void FrozenTensorsStayBitForBit()
    {
        INetwork network = Create("RowsNetwork"), free = Create("RowsNetwork");
        Weights before = Weights.Of(network);
        var options = new TrainingOptions
        {
            Frozen = ["dense1", "dense3.weight"],
            Regularization = new() { L1 = 0.01f, WeightDecay = 0.1f, MaxNorm = 0.1f, IncludesBiases = true },
        };
        NewTrainer(network, new Adam()).Fit(Data(network), epochs: 5, batchSize: 7, options: options);
        NewTrainer(free, new Adam()).Fit(Data(free), epochs: 5, batchSize: 7, options: options with { Frozen = [] });
        foreach ((string tensor, double[] w) in Weights.Of(network))
        {
            bool isFrozen = tensor.StartsWith("dense1.", StringComparison.Ordinal) || tensor == "dense3.weight";
            Assert.Equal(isFrozen, w.SequenceEqual(before[tensor]));
        }

        Assert.NotEqual(before["dense1.weight"], Weights.Of(free)["dense1.weight"]);
    }

    [Fact]
    public void TheAverageFollowsItsFormula()
    {
        const int Epochs = 40;
        INetwork plain = Create("TanhNetwork"), averaged = Create("TanhNetwork");
        double[] expected = Doubles(plain.Parameters);
        int step = 0;
        NewTrainer(plain).Fit(Data(plain), Epochs, batchSize: 1000, progress: _ =>
        {
            step++;
            double decay = Math.Min(0.8, (1.0 + step) / (10.0 + step));
            double[] weights = Doubles(plain.Parameters);
            for (int i = 0; i < expected.Length; i++) expected[i] = decay * expected[i] + (1 - decay) * weights[i];
        });

        float[] seen = [];
        Dataset data = Data(averaged);
        TrainingReport report = NewTrainer(averaged).Fit(
            data, Epochs, batchSize: 1000, validation: data, options: new() { AveragingDecay = 0.8f }, progress: _ => seen = averaged.Parameters.ToArray());
        double[] actual = Doubles(averaged.Parameters);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5);
        Assert.Equal(seen, averaged.Parameters);
        Assert.Equal(averaged.MeanLoss<SquaredError>(data), report.Last.ValidationLoss);
        Assert.NotEqual(Doubles(plain.Parameters), actual);
    }

    [Theory]
    [InlineData(false, 0f, 2, new[] { 5f, 3f, 4f, 2f, 3f, 3f, 1f }, 4, 6)]
    [InlineData(true, 0f, 3, new[] { 1f, 2f, 2f, 2f, 1f, 9f }, 2, 5)]
    [InlineData(false, 0.5f, 2, new[] { 5f, 4.6f, 4.4f, 4.3f, 4.2f, 0f }, 3, 5)]
    [InlineData(false, 0f, 2, new[] { float.NaN, 4f, float.NaN, 5f, 0f }, 2, 4)]
    public void StopsWhenPatienceIsOverAndRestoresTheBest(bool higherIsBetter, float minImprovement, int patience, float[] metrics, int best, int last)
    {
        INetwork network = Create("ReLUNetwork");
        var weights = new List<float[]>();
        var stopping = new EarlyStopping { Metric = epoch => metrics[epoch.Epoch - 1], HigherIsBetter = higherIsBetter, MinImprovement = minImprovement, Patience = patience };
        TrainingReport report = NewTrainer(network).Fit(
            Data(network), metrics.Length, batchSize: 5, options: new() { EarlyStopping = stopping }, progress: _ => weights.Add(network.Parameters.ToArray()));
        Assert.Equal((StopReason.NoImprovement, best, last), (report.StopReason, report.BestEpoch, report.EpochsRun));
        Assert.Equal(weights[best - 1], network.Parameters);

        INetwork kept = Create("ReLUNetwork");
        NewTrainer(kept).Fit(Data(kept), metrics.Length, batchSize: 5, options: new() { EarlyStopping = stopping with { RestoresBest = false } });
        Assert.Equal(weights[last - 1], kept.Parameters);
    }

    [Fact]
    public void RestoresTheBestAfterTheLastEpochAndWatchesTheLossByDefault()
    {
        INetwork network = Create("SmallestNetwork");
        var losses = new List<float>();
        Dataset data = Data(network);

        // So fast a rate that the loss goes up and down.
        TrainingReport report = NewTrainer(network, new Sgd(0.97f)).Fit(
            data, epochs: 12, batchSize: 2, validation: data, options: new() { EarlyStopping = new() { Patience = 100 } }, progress: epoch => losses.Add(epoch.ValidationLoss!.Value));
        Assert.Equal(StopReason.EpochsCompleted, report.StopReason);
        Assert.Equal(losses.IndexOf(losses.Min()) + 1, report.BestEpoch);
        Assert.Equal(losses.Min(), network.MeanLoss<SquaredError>(data));
    }

    [Fact]
    public void ThePlainOptionsChangeNothing()
    {
        (_, Weights without, _) = Step("ReLUNetwork", null);
        (_, Weights plain, _) = Step("ReLUNetwork", new());
        (_, Weights nothing, _) = Step("ReLUNetwork", new() { Regularization = new(), Frozen = default });
        foreach ((string tensor, double[] w) in without)
        {
            Assert.Equal(w, plain[tensor]);
            Assert.Equal(w, nothing[tensor]);
        }
    }

    [Fact]
    public void SeveralWorkersDoTheSameOnEveryRun()
    {
        float[] Train()
        {
            INetwork network = Create("RowsNetwork");
            var trainer = new Trainer<INetwork, SquaredError, Adam>(network, new Adam()) { Sharding = new Sharding(1, 1, 1) };
            trainer.Fit(Data(network), epochs: 4, batchSize: 8, workers: 2, options: Everything);
            return network.Parameters.ToArray();
        }

        Assert.Equal(Train(), Train());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void StepsAllocateNothing(int batchSize)
    {
        INetwork network = Create("RowsNetwork");
        Dataset data = Data(network);
        long[] allocated = new long[60];
        NewTrainer(network, new Adam()).Fit(data, allocated.Length, batchSize, validation: data, options: Everything,
            progress: epoch => allocated[epoch.Epoch - 1] = GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(0, allocated.Skip(1).Zip(allocated, (after, before) => after - before).Order().ElementAt(allocated.Length * 3 / 4));
    }

    [Fact]
    public void NamesThatDoNotExistAreRefusedBeforeAnythingChanges()
    {
        INetwork network = Create("ReLUNetwork");
        float[] before = network.Parameters.ToArray();
        foreach (TrainingOptions options in (TrainingOptions[])
        [
            new() { Frozen = ["dense4"] },
            new() { Regularization = new() { Layers = ImmutableDictionary<string, Regularization>.Empty.Add("head", new()) } },
            new() { Regularization = new() { Layers = ImmutableDictionary<string, Regularization>.Empty.Add("dense1", new() { Layers = ImmutableDictionary<string, Regularization>.Empty.Add("dense2", new()) }) } },
        ])
        {
            Assert.Throws<ArgumentException>("options", () => NewTrainer(network).Fit(Data(network), 1, options: options));
        }

        string message = Assert.Throws<ArgumentException>("options", () => NewTrainer(network).Fit(Data(network), 1, options: new() { Frozen = ["dense4"] })).Message;
        Assert.Contains("'dense4'", message, StringComparison.Ordinal);
        Assert.Contains("dense3", message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters);
    }

    [Fact]
    public void NumbersOutOfTheirRangesAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("L1", () => new Regularization { L1 = -1f });
        Assert.Throws<ArgumentOutOfRangeException>("L2", () => new Regularization { L2 = float.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("WeightDecay", () => new Regularization { WeightDecay = float.PositiveInfinity });
        Assert.Throws<ArgumentOutOfRangeException>("MaxNorm", () => new Regularization { MaxNorm = 0f });
        Assert.Throws<ArgumentOutOfRangeException>("maxValue", () => GradientClipping.ByValue(0f));
        Assert.Throws<ArgumentOutOfRangeException>("maxNorm", () => GradientClipping.ByGlobalNorm(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("AveragingDecay", () => new TrainingOptions { AveragingDecay = 1f });
        Assert.Throws<ArgumentOutOfRangeException>("Patience", () => new EarlyStopping { Patience = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("MinImprovement", () => new EarlyStopping { MinImprovement = -1f });
        Assert.Throws<ArgumentNullException>("Metric", () => new EarlyStopping { Metric = null! });
    }

    [Theory]
    [InlineData("dense1")]
    [InlineData("dense2")]
    [InlineData("dense3")]
    public void DivergenceNamesTheLayer(string layer)
    {
        // Weights as large as floats can be, in one layer, whose gradients overflow before those of the layers after it.
        INetwork network = Create("ReLUNetwork");
        float[] weights = network.GetTensor($"{layer}.weight");
        Array.Fill(weights, 1e38f);
        network.SetTensor($"{layer}.weight", weights);
        float[] before = network.Parameters.ToArray();
        var exception = Assert.Throws<TrainingDivergedException>(() => NewTrainer(network).Fit(Data(network), epochs: 1, batchSize: 4));
        Assert.Equal((1, 1), (exception.Epoch, exception.Batch));
        Assert.Contains(exception.Layer, network.Info.Tensors.Select(tensor => tensor.Name.Split('.')[0]));
        Assert.Contains($"'{exception.Layer}'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters);
    }

    private static TrainingOptions Everything => new()
    {
        Regularization = new() { L1 = 1e-4f, L2 = 1e-3f, WeightDecay = 0.01f, MaxNorm = 2f },
        Clipping = GradientClipping.ByGlobalNorm(1f),
        EarlyStopping = new() { Patience = 1000 },
        AveragingDecay = 0.9f,
        Frozen = ["dense2.bias"],
    };

    private static (Weights Before, Weights After, EpochReport Report) Step(string name, TrainingOptions? options) => Step(name, options, new Sgd(Rate));

    /// <summary>The weights before and after one step over all samples.</summary>
    private static (Weights Before, Weights After, EpochReport Report) Step<TOptimizer>(string name, TrainingOptions? options, TOptimizer optimizer)
        where TOptimizer : IOptimizer
    {
        INetwork network = Create(name);
        Weights before = Weights.Of(network);
        TrainingReport report = NewTrainer(network, optimizer).Fit(Data(network), epochs: 1, batchSize: 1000, options: options);
        return (before, Weights.Of(network), report.Last);
    }

    private static INetwork Create(string name) => name switch
    {
        "RowsNetwork" => new RowsNetwork(1),
        "ReLUNetwork" => new ReLUNetwork(1),
        "TanhNetwork" => new TanhNetwork(1),
        _ => new SmallestNetwork(1),
    };

    private static Trainer<INetwork, SquaredError, Sgd> NewTrainer(INetwork network) => new(network, new Sgd(0.001f));

    private static Trainer<INetwork, SquaredError, TOptimizer> NewTrainer<TOptimizer>(INetwork network, TOptimizer optimizer)
        where TOptimizer : IOptimizer => new(network, optimizer);

    private static Dataset Data(INetwork network)
    {
        var random = new Random(5);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => 0.25f * random.NextSingle())];
        return new Dataset(Values(16 * network.Info.InputSize), network.Info.InputSize, Values(16 * network.Info.OutputSize), network.Info.OutputSize);
    }

    private static double[] Doubles(ReadOnlySpan<float> values)
    {
        double[] doubles = new double[values.Length];
        for (int i = 0; i < doubles.Length; i++) doubles[i] = values[i];
        return doubles;
    }

    private sealed class Weights(NetworkInfo info) : Dictionary<string, double[]>
    {
        public static Weights Of(INetwork network)
        {
            var weights = new Weights(network.Info);
            foreach (TensorInfo tensor in network.Info.Tensors) weights.Add(tensor.Name, Doubles(network.GetTensor(tensor.Name)));
            return weights;
        }

        public ImmutableArray<int> Shape(string name) => info.Tensors.Single(tensor => tensor.Name == name).Shape;
    }

    private sealed class Tolerance : IEqualityComparer<(float, float)>
    {
        public bool Equals((float, float) a, (float, float) b) => Math.Abs(a.Item1 - b.Item1) < 1e-6f && Math.Abs(a.Item2 - b.Item2) < 1e-6f;

        public int GetHashCode((float, float) value) => 0;
    }
}
