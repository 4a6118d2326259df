using System;
using System.IO;
using System.Linq;
using Digits;
using Explain;
using NetGen;

const int Steps = 250;
int[] erased = [0, 4, 8, 16];

// The classifier that samples/Digits has trained, and the images it has not seen. Its file is for grey values up to 16; here the brightest is 1.
var classifier = new DigitClassifier();
classifier.Load(Path.Combine(AppContext.BaseDirectory, "Data", "digits.safetensors"));
classifier.SetTensor("dense1.weight", [.. classifier.GetTensor("dense1.weight").Select(weight => weight * 16f)]);
Dataset test = DigitData.Read().SplitEvery(5, 4).Test;
float[] black = new float[DigitClassifier.InputSize];

// Each method explains each decision: which pixels make the digit that was decided for probable.
var explainer = new Explainer(classifier);
var methods = Method.All(explainer, black, Steps);
float[][][] attributions = [.. methods.Select(method => method.ExplainAll(classifier, test))];

// One image of each digit, in numbers and as a picture.
int[] shown = [.. Enumerable.Range(0, DigitClassifier.OutputSize).Select(digit => Enumerable.Range(0, test.Count).First(i => test.Label(i) == digit))];
Report.Digits(shown.Select(Describe));
string path = Path.Combine("artifacts", "explain", "digits.svg");
Picture.Write(
    path,
    [.. shown.Select(i => $"{test.Label(i)}")],
    [
        ("Image", [.. shown.Select(i => test.Sample(i).ToArray())]),
        .. methods.Zip(attributions, (method, all) => (method.Name, shown.Select(i => all[i]).ToArray())),
    ]);

// How good the explanations are, over all test images.
Report.Completeness(test.Count, new[] { 10, 50, Steps }.Select(steps => (steps, RelativeErrors(steps))));
Report.Agreement(methods, attributions);
Report.Erasure(
    erased,
    [.. methods.Zip(attributions, (method, all) => Erase(method.Name, all)), Erase("Random pixels", Erasure.RandomAttributions(test, seed: 0))]);

// Which pixels matter on the whole.
Report.Importance(PermutationImportance.Measure(test, classifier.Accuracy, repeats: 10, seed: 0), classifier.Accuracy(test), count: 5);
Report.Picture(path);

(int Digit, int Predicted, float Probability, Completeness Completeness, float[] Attributions) Describe(int i)
{
    int digit = classifier.Predict(test.Sample(i));
    float[] output = new float[DigitClassifier.OutputSize], parts = new float[DigitClassifier.InputSize];
    classifier.Forward(test.Sample(i), output);
    return (test.Label(i), digit, output[digit], explainer.IntegratedGradients(test.Sample(i), black, digit, Steps, parts), parts);
}

double[] RelativeErrors(int steps)
{
    float[] parts = new float[DigitClassifier.InputSize];
    return [.. Enumerable.Range(0, test.Count).Select(i =>
        explainer.IntegratedGradients(test.Sample(i), black, classifier.Predict(test.Sample(i)), steps, parts).RelativeError)];
}

(string Name, double[] Probabilities) Erase(string name, float[][] all) =>
    (name, [.. erased.Select(count => Erasure.MeanProbability(classifier, test, all, count))]);
