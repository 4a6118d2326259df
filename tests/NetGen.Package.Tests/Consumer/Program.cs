using System.Globalization;
using Consumer;
using NetGen;

const float Centimetres = 8f;

string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "iris.csv"));
string[] species = lines[0].Split(',')[2..];
string[][] flowers = [.. lines.Skip(1).Select(line => line.Split(','))];
float[] features = [.. flowers.SelectMany(flower => flower[..4]).Select(value => float.Parse(value, CultureInfo.InvariantCulture) / Centimetres)];
int[] labels = [.. flowers.Select(flower => int.Parse(flower[4], CultureInfo.InvariantCulture))];
(Dataset training, Dataset test) = new Dataset(features, 4, labels).SplitEvery(5, 4);

var network = new IrisClassifier(seed: 1);
var trainer = new Trainer<IrisClassifier, CrossEntropy, Adam>(network, new Adam(learningRate: 0.01f));
TrainingReport report = trainer.Fit(training, epochs: 100, batchSize: 8);

using var weights = new MemoryStream();
network.Save(weights);
weights.Position = 0;
var loaded = new IrisClassifier(seed: 2);
loaded.Load(weights);

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epochs: {report.EpochsRun}"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy: {network.Accuracy(test)}"));
Console.WriteLine($"first flower: {species[loaded.Predict(test.Sample(0))]}");
