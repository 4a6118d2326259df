using System.Globalization;
using Flowers;
using NetGen;

// The first line names the species; each other line is one of them: four lengths and the index of its species.
using var reader = new StreamReader(typeof(FlowerClassifier).Assembly.GetManifestResourceStream("iris.csv")!);
string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
string[] species = lines[0].Trim().Split(',')[2..];
float[][] rows = [.. lines[1..].Select(line => line.Split(',').Select(value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray())];
float[] measures = [.. rows.SelectMany(row => row[..4])];
int[] labels = [.. rows.Select(row => (int)row[4])];
var data = new Dataset(measures, featureCount: 4, labels);
(Dataset training, Dataset test) = data.StratifiedSplit(0.2f, seed: 1);

var network = new FlowerClassifier(seed: 1);
Standardization.Learn(training).CopyTo(network);
var trainer = new Trainer<FlowerClassifier, CrossEntropy, Adam>(network, new Adam(learningRate: 0.01f));
TrainingReport report = trainer.Fit(training, epochs: 100, batchSize: 16);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"loss {report.Last.TrainingLoss:0.000} after {report.EpochsRun} epochs, {network.Accuracy(test):P1} of {test.Count} held samples right"));

// An item <NetGenWeights Include="weights.safetensors" /> in the project and [Weights("weights.safetensors")] on the class put these weights into the program.
network.Save("weights.safetensors", new SaveOptions { SelfCheckInputs = test.Sample(0).ToArray() });
float[] probabilities = new float[FlowerClassifier.OutputSize];
network.Forward(test.Sample(0), probabilities);
int answer = network.Predict(test.Sample(0));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the first one is {species[answer]}, {probabilities[answer]:P1} sure"));
