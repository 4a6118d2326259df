using System;
using System.IO;
using System.Linq;
using Digits;
using NetGen;

const float RequiredAccuracy = 0.965f;
const int ValidationSeed = 0;
int[] seeds = [0, 1, 2, 3, 4];

// Every fifth image is kept for the test. Nothing below learns from it, or is chosen by it.
(Dataset training, Dataset test) = DigitData.Read().SplitEvery(5, 4);
Report.Network(DigitClassifier.Architecture, training, test);

// Watch the recipe at work: learn from four fifths of the training images, and look at the others after each epoch.
(Dataset learning, Dataset validation) = training.Split(0.2f, ValidationSeed);
Report.Training(learning, validation, progress => Recipe.Train(learning, seeds[0], validation, progress));

// The same recipe on all training images. One seed could be lucky, so there are five.
DigitClassifier[] networks = [.. seeds.Select(seed => Recipe.Train(training, seed))];
float[] accuracies = [.. networks.Select(network => network.Accuracy(test))];
float median = accuracies.Order().ElementAt(accuracies.Length / 2);
Report.Accuracies(seeds, accuracies, median, RequiredAccuracy);

DigitClassifier classifier = networks[0];
Report.Confusions(classifier.ConfusionMatrix(test), seeds[0]);

// What a prediction and a step of training cost.
Report.Speed(Measurement.TimePredictions(classifier, test));
Report.Allocations(Measurement.AllocationOfPredictions(classifier, test), Measurement.AllocationOfTraining(training));

// The weights as a file, and another network that reads it.
string path = Path.Combine(AppContext.BaseDirectory, "digits.safetensors");
classifier.Save(path);
var loaded = new DigitClassifier(seed: 12345);
loaded.Load(path);
int identical = Comparison.CountIdenticalOutputs(classifier, loaded, test);
Report.Weights(path, identical, test.Count);

Report.GeneratedSource();
return median >= RequiredAccuracy && identical == test.Count ? 0 : 1;
