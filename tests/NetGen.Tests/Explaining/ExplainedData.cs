using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.CompilerServices;
using NetGen.Tests.Generated.Networks;

namespace NetGen.Tests.Explaining;

/// <summary>Networks trained on real data that come with the repository, and samples they were not trained on.</summary>
internal static class ExplainedData
{
    /// <summary>Iris flowers, each feature scaled to mean 0 and variance 1, and a network trained on four of five.</summary>
    public static (IrisNetwork Network, Dataset Test) Iris()
    {
        using StreamReader file = File.OpenText(InRepository("tests", "NetGen.Package.Tests", "Consumer", "iris.csv"));
        file.ReadLine();
        (float[] features, int[] labels) = Read(file, IrisNetwork.InputSize);
        for (int column = 0; column < IrisNetwork.InputSize; column++) Standardise(features, column, IrisNetwork.InputSize);

        (Dataset training, Dataset test) = new Dataset(features, IrisNetwork.InputSize, labels).SplitEvery(5, 4);
        var network = new IrisNetwork(seed: 1);
        Trainer.Create(network, new Adam(0.01f), new CrossEntropy()).Fit(training, epochs: 50, batchSize: 16);
        return (network, test);
    }

    /// <summary>Digits, and the network that the samples have trained on four of five; it takes grey values as they are.</summary>
    public static (DigitsNetwork Network, Dataset Test) Digits()
    {
        using FileStream file = File.OpenRead(InRepository("samples", "Digits", "Data", "digits.csv.gz"));
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        (float[] features, int[] labels) = Read(text, DigitsNetwork.InputSize);

        var network = new DigitsNetwork();
        network.Load(InRepository("samples", "Inference", "Data", "digits.safetensors"));
        return (network, new Dataset(features, DigitsNetwork.InputSize, labels).SplitEvery(5, 4).Test);
    }

    private static (float[] Features, int[] Labels) Read(StreamReader text, int featureCount)
    {
        List<float> features = [];
        List<int> labels = [];
        while (text.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            features.AddRange(fields[..featureCount].Select(field => float.Parse(field, CultureInfo.InvariantCulture)));
            labels.Add(int.Parse(fields[featureCount], CultureInfo.InvariantCulture));
        }

        return ([.. features], [.. labels]);
    }

    private static void Standardise(float[] features, int column, int columns)
    {
        float[] values = [.. features.Where((_, i) => i % columns == column)];
        float mean = values.Average(), deviation = MathF.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        for (int i = column; i < features.Length; i += columns) features[i] = (features[i] - mean) / deviation;
    }

    private static string InRepository(params string[] path) => Path.Combine([Path.GetDirectoryName(ThisFile())!, "..", "..", "..", .. path]);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
