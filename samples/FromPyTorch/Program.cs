using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Digits;
using FromPyTorch;
using NetGen;
using NetGen.Formats;
using Spectre.Console;

const float Tolerance = 1e-5f;

// PyTorch has trained on every third image; of the others, every second one is kept for the test.
(Dataset unseen, _) = DigitData.Read().SplitEvery(3, 0);
(Dataset training, Dataset test) = unseen.SplitEvery(2, 1);

// The class and its weights are what `netgen import Data/digits.onnx --name DigitNet --namespace FromPyTorch` has written.
var network = new DigitNet();
using var before = new OnnxPeer(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "digits.onnx")));
float importError = before.LargestDifference(network, test), importAccuracy = network.Accuracy(test);

float[] frozen = network.GetTensor("dense1.weight");
var trainer = new Trainer<DigitNet, CrossEntropy, Adam>(network, new Adam(learningRate: 1e-3f));
TrainingReport report = trainer.Fit(training, epochs: 40, batchSize: 32, seed: 1, options: new() { Frozen = ["dense1"], Regularization = new() { WeightDecay = 0.01f } });
bool isFrozen = frozen.SequenceEqual(network.GetTensor("dense1.weight"));
float tunedAccuracy = network.Accuracy(test);

// Back out: with names for the input and the classes, and then run by another engine.
string path = Path.Combine("artifacts", "from-pytorch", "digits.onnx");
Directory.CreateDirectory(Path.GetDirectoryName(path)!);
network.SaveOnnx(path, new() { InputName = "image", OutputName = "log_probabilities", ClassNames = [.. Enumerable.Range(0, DigitNet.OutputSize).Select(digit => $"{digit}")] });
using var after = new OnnxPeer(File.ReadAllBytes(path));
float exportError = after.LargestDifference(network, test);

// And once more in: what was written is what was trained, to the bit.
var again = new DigitNet(seed: 1);
OnnxImport.Read(path).Network.CopyTo(again);
bool isSame = network.Parameters.SequenceEqual(again.Parameters);

var table = new Table().Border(TableBorder.Simple).AddColumns("", "accuracy", "largest difference to ONNX Runtime");
table.AddRow("as PyTorch trained it", Format($"{importAccuracy:0.000}"), Format($"{importError:0.0e+0}"));
table.AddRow("fine-tuned, the first layer frozen", Format($"{tunedAccuracy:0.000}"), Format($"{exportError:0.0e+0}"));
Console.WriteLine($"{training.Count} new images to learn from in {report.EpochsRun} epochs, {Format($"{report.Elapsed.TotalMilliseconds:0}")} ms; {test.Count} to test on.");
AnsiConsole.Write(table);
Console.WriteLine($"First layer unchanged: {isFrozen}. Exported to {path}; imported again, the weights are the same to the bit: {isSame}.");
return importError <= Tolerance && exportError <= Tolerance && isFrozen && isSame && tunedAccuracy > importAccuracy ? 0 : 1;

static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
