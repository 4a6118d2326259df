using System;
using System.Linq;
using Xunit;

namespace NetGen.Tests.Training;

public sealed class MetricsTests
{
    /// <summary>A network whose output is its input, in a sense: what the samples say is what comes out.</summary>
    private sealed class EchoNetwork(int size, Activation activation = Activation.Identity) : INetwork
    {
        public NetworkInfo Info { get; } = new("Echo", [size], [size], activation, 0, 0, []);

        public Span<float> Parameters => default;

        public void Forward(ReadOnlySpan<float> input, Span<float> output) => input.CopyTo(output);

        public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => inputs.CopyTo(outputs);

        public int Predict(ReadOnlySpan<float> input) => throw new NotSupportedException();

        public float Backward<TLoss>(ReadOnlySpan<float> input, ReadOnlySpan<float> target, TLoss loss, Span<float> gradients, Span<float> inputGradient = default, bool accumulate = true)
            where TLoss : struct, ILoss => throw new NotSupportedException();

        public float BackwardBatch<TLoss>(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, Span<float> gradients, Span<float> inputGradients = default, bool accumulate = true)
            where TLoss : struct, ILoss => throw new NotSupportedException();

        public void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> gradients, Span<float> inputGradient = default, bool accumulate = true) =>
            throw new NotSupportedException();

        public void BackwardBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients, Span<float> gradients, Span<float> inputGradients = default, bool accumulate = true) =>
            throw new NotSupportedException();
    }

    // Decisions 1, 0, 2, 0 (the first of equals).
    private static readonly float[] _scores = [0, 5, 1, 3, -1, 2, -3, -2, -1, 4, 4, 0];

    [Fact]
    public void AccuracyOfSeveralClasses()
    {
        var network = new EchoNetwork(3);
        Assert.Equal(0.75f, network.Accuracy(new Dataset(_scores, 3, [1, 0, 2, 1])));
        Assert.Equal(0.75f, network.Accuracy(new Dataset(_scores, 3, new float[] { 1, 0, 2, 1 }, 1)));
        Assert.Equal(0.5f, network.Accuracy(new Dataset(_scores, 3, new float[] { 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1 }, 3)));
    }

    [Theory]
    [InlineData(Activation.Sigmoid, 0.5f)]
    [InlineData(Activation.Identity, 1f)]
    public void AccuracyOfTwoClassesByOneOutput(Activation activation, float expected)
    {
        // Under sigmoid 0.2, 0, 0.5 and 0.49 are 0, 0, 1, 0; else 1, 0, 1, 1.
        var network = new EchoNetwork(1, activation);
        float[] outputs = [0.2f, 0f, 0.5f, 0.49f];
        Assert.Equal(expected, network.Accuracy(new Dataset(outputs, 1, [1, 0, 1, 1])));
        Assert.Equal(expected, network.Accuracy(new Dataset(outputs, 1, new float[] { 1, 0, 1, 1 }, 1)));
        Assert.Equal(expected, network.Accuracy(new Dataset(outputs, 1, new float[] { 1, -1, 1, 1 }, 1)));
    }

    [Fact]
    public void EveryChunkIsMeasured()
    {
        const int Count = 1000;
        float[] outputs = [.. Enumerable.Range(0, Count).Select(i => i < 300 ? 1f : -1f)];
        int[] labels = [.. Enumerable.Range(0, Count).Select(i => i < 700 ? 1 : 0)];
        var data = new Dataset(outputs, 1, labels);
        Assert.Equal(0.6f, new EchoNetwork(1).Accuracy(data));
        ConfusionMatrix matrix = new EchoNetwork(1).ConfusionMatrix(data);
        Assert.Equal((300, 400, 300, 0), (matrix[0, 0], matrix[1, 0], matrix[1, 1], matrix[0, 1]));
        Assert.Equal((0f + 4 * 400 + 1 * 300) / Count, new EchoNetwork(1).MeanLoss<SquaredError>(data));
    }

    [Fact]
    public void AccuracyRefusesTargetsThatAreNotClasses()
    {
        static void Refuses(int size, Dataset data) => Assert.Throws<ArgumentException>("data", () => new EchoNetwork(size).Accuracy(data));
        Refuses(1, new Dataset(new float[2], 1, new float[] { 0f, 0.5f }, 1));
        Refuses(1, new Dataset(new float[3], 1, new float[] { 0f, -1f, 1f }, 1));
        Refuses(1, new Dataset(new float[2], 1, [0, 2]));
        Refuses(3, new Dataset(new float[6], 3, [0, 3]));
        Refuses(3, new Dataset(new float[3], 3, new float[] { 1.5f }, 1));
        Refuses(3, new Dataset(new float[3], 3, new float[] { -1f }, 1));
        Refuses(3, new Dataset(new float[3], 3, new float[] { 1f, 0f, 1f }, 3));
        Refuses(3, new Dataset(new float[3], 3, new float[] { 0f, 0f, 0f }, 3));
        Refuses(3, new Dataset(new float[3], 3, new float[] { 1f, 0f }, 2));
        Refuses(2, new Dataset(new float[3], 3, [0]));
        Refuses(3, new Dataset(default(ReadOnlyMemory<float>), 3, default(ReadOnlySpan<int>)));
    }

    [Fact]
    public void AnOutputThatIsNaNIsWrongAndHasNoPlaceInTheMatrix()
    {
        // Infinity − infinity in a network that overflows: the samples themselves cannot be NaN.
        var network = new PlainNetwork(1, 1, 2);
        network.Parameters.Fill(float.NaN);
        var data = new Dataset(new float[] { 1f }, 1, [0]);
        Assert.Equal(0f, network.Accuracy(data));
        Assert.Contains("sample 0", Assert.Throws<ArgumentException>("data", () => network.ConfusionMatrix(data)).Message);
    }

    [Fact]
    public void TheConfusionMatrixAndItsMeasures()
    {
        var matrix = new ConfusionMatrix(3, "ant", "bee", "cat");
        int[,] counts = { { 5, 1, 0 }, { 2, 3, 0 }, { 1, 0, 0 } };
        for (int actual = 0; actual < 3; actual++)
            for (int predicted = 0; predicted < 3; predicted++)
                for (int i = 0; i < counts[actual, predicted]; i++) matrix.Add(actual, predicted);

        Assert.Equal((12, 3), (matrix.Count, matrix.ClassCount));
        Assert.Equal(8f / 12f, matrix.Accuracy);
        Assert.Equal((5f / 8f, 5f / 6f, 10f / 14f), (matrix.Precision(0), matrix.Recall(0), matrix.F1(0)));
        Assert.Equal((3f / 4f, 3f / 5f, 6f / 9f), (matrix.Precision(1), matrix.Recall(1), matrix.F1(1)));
        Assert.Equal((0f, 0f, 0f), (matrix.Precision(2), matrix.Recall(2), matrix.F1(2)));
        Assert.Equal((10f / 14f + 6f / 9f) / 3f, matrix.MacroF1, 6);
        Assert.Equal(
            "actual \\ predicted  ant  bee  cat\nant                   5    1    0\nbee                   2    3    0\ncat                   1    0    0",
            matrix.ToString());
        Assert.Equal(0f, new ConfusionMatrix(2).Accuracy);
        Assert.Equal(["0", "1"], new ConfusionMatrix(2).Labels.ToArray());
    }

    [Fact]
    public void TheConfusionMatrixRefusesClassesItDoesNotHave()
    {
        Assert.Throws<ArgumentOutOfRangeException>("classCount", () => new ConfusionMatrix(0));
        Assert.Throws<ArgumentException>("labels", () => new ConfusionMatrix(3, "a", "b"));
        Assert.Throws<ArgumentOutOfRangeException>("actual", () => new ConfusionMatrix(2).Add(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>("predicted", () => new ConfusionMatrix(2).Add(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>("predicted", () => new ConfusionMatrix(2)[0, 2]);
        Assert.Throws<ArgumentOutOfRangeException>("classIndex", () => new ConfusionMatrix(2).Recall(2));
    }

    [Fact]
    public void RSquared()
    {
        static float Measure(int size, float[] outputs, float[] targets) => new EchoNetwork(size).RSquared(new Dataset(outputs, size, targets, size));

        // scikit-learn's own examples of r2_score.
        Assert.Equal(0.948608137f, Measure(1, [2.5f, 0f, 2f, 8f], [3f, -0.5f, 2f, 7f]), 6);
        Assert.Equal(0.936800526f, Measure(2, [0f, 2f, -1f, 2f, 8f, -5f], [0.5f, 1f, -1f, 1f, 7f, -6f]), 5);
        Assert.Equal(1f, Measure(1, [1f, 2f], [1f, 2f]));
        Assert.Equal(0f, Measure(1, [2f, 2f, 2f], [1f, 2f, 3f]));
        Assert.Equal(-3f, Measure(1, [3f, 2f, 1f], [1f, 2f, 3f]));

        // Targets that do not vary: right or not.
        Assert.Equal(1f, Measure(1, [0.1f, 0.1f, 0.1f], [0.1f, 0.1f, 0.1f]));
        Assert.Equal(0f, Measure(1, [0.1f, 0.1f, 0.2f], [0.1f, 0.1f, 0.1f]));
        Assert.Throws<ArgumentException>("data", () => new EchoNetwork(2).RSquared(new Dataset(new float[2], 2, new float[1], 1)));
    }

    [Theory]
    [InlineData(Activation.Identity)]
    [InlineData(Activation.Softmax)]
    [InlineData(Activation.LogSoftmax)]
    public void TheMeanLossIsThatOfTrainingWhateverTheOutputActivation(Activation activation)
    {
        var network = new PlainNetwork(3, 5, 4, activation);
        var random = new Random(2);
        float[] features = [.. Enumerable.Range(0, 30).Select(_ => random.NextSingle())];
        int[] labels = [.. Enumerable.Range(0, 10).Select(_ => random.Next(4))];
        var data = new Dataset(features, 3, labels);
        float expected = network.BackwardBatch(data.Features, data.Targets, default(NegativeLogLikelihood), new float[network.Info.ParameterBufferLength]);
        Assert.Equal(expected, network.MeanLoss<NegativeLogLikelihood>(data), 1e-6f);
        Assert.Throws<ArgumentException>("data", () => network.MeanLoss<NegativeLogLikelihood>(new Dataset(features, 3, new float[20], 2)));
        Assert.Throws<ArgumentException>("data", () => network.MeanLoss<NegativeLogLikelihood>(new Dataset(new float[3], 3, [4])));
    }
}
