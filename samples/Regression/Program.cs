using System;
using System.Globalization;
using System.Linq;
using NetGen;
using Regression;
using Spectre.Console;

const int Folds = 5, Epochs = 200, BatchSize = 32;
const float RequiredR2 = 0.45f;
int[] seeds = [0, 1, 2, 3, 4];

Dataset patients = DiabetesData.Read();
var table = new Table().Border(TableBorder.Simple).AddColumns("model", "parameters", "R², mean of folds", "standard error", "mean absolute error");
float linear = Validate(seed => new LinearModel(seed), new Regularization { L2 = 0.01f });
float hidden = Validate(seed => new HiddenLayerModel(seed), new Regularization { L2 = 0.1f });

Console.WriteLine($"Progression of diabetes in {patients.Count} patients: {Folds}-fold cross-validation, dealt {seeds.Length} times; {Epochs} epochs of Adam.");
AnsiConsole.Write(table);
return Math.Min(linear, hidden) >= RequiredR2 ? 0 : 1;

float Validate<TNetwork>(Func<int, TNetwork> create, Regularization regularization)
    where TNetwork : class, INetwork
{
    var results = seeds.SelectMany(seed => CrossValidation.Folds(patients, Folds, seed).Select(fold => Measure(create(seed), fold.Training, fold.Validation, regularization))).ToArray();
    double mean = results.Average(result => result.R2), deviation = Math.Sqrt(results.Average(result => (result.R2 - mean) * (result.R2 - mean)));
    table.AddRow(
        typeof(TNetwork).Name, Format($"{create(0).Info.ParameterCount}"), Format($"{mean:0.000}"), Format($"{deviation / Math.Sqrt(results.Length):0.000}"),
        Format($"{results.Average(result => result.MeanAbsoluteError):0.0}"));
    return (float)mean;
}

(double R2, double MeanAbsoluteError) Measure<TNetwork>(TNetwork network, Dataset training, Dataset validation, Regularization regularization)
    where TNetwork : class, INetwork
{
    // Features and targets are scaled by what the training part shows; R² does not depend on the scale of the targets.
    var standardization = Standardization.Learn(training);
    float[] progressions = training.Targets.ToArray();
    double mean = progressions.Average(value => (double)value), scale = Math.Sqrt(progressions.Average(value => (value - mean) * (value - mean)));
    Trainer.Create(network, new Adam(0.003f), new MeanSquaredError()).Fit(Scale(training), Epochs, BatchSize, options: new() { Regularization = regularization });
    return (network.RSquared(Scale(validation)), scale * network.MeanLoss<MeanAbsoluteError>(Scale(validation)));

    Dataset Scale(Dataset data) => new(
        standardization.Apply(data).Features.ToArray(), data.FeatureCount, data.Targets.ToArray().Select(target => (float)((target - mean) / scale)).ToArray(), 1);
}

static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
