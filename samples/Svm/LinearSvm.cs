using System.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using NetGen;

namespace Svm;

/// <summary>The linear support-vector machine of ML.NET: Pegasos, stochastic descent on hinge loss with an L2 penalty.</summary>
internal static class LinearSvm
{
    private const int Iterations = 100;

    /// <summary>Learns to tell two classes apart.</summary>
    public static Learned LearnTwoClasses(Dataset training, float penalty, int seed)
    {
        var context = new MLContext(seed);
        var model = context.BinaryClassification.Trainers.LinearSvm(Options(penalty)).Fit(View(training));
        return new(training.FeatureCount + 1, test => context.BinaryClassification.EvaluateNonCalibrated(model.Transform(View(test))).Accuracy);

        IDataView View(Dataset data) => context.Data.Cache(context.Data.LoadFromEnumerable(
            Enumerable.Range(0, data.Count).Select(i => new Sample { Features = data.Sample(i).ToArray(), Label = data.Label(i) == 1 }),
            Schema<Sample>(data)));
    }

    /// <summary>Learns to tell each of several classes from the rest.</summary>
    public static Learned LearnEachAgainstTheRest(Dataset training, float penalty, int seed)
    {
        var context = new MLContext(seed);
        var model = context.Transforms.Conversion.MapValueToKey("Label")
            .Append(context.MulticlassClassification.Trainers.OneVersusAll(context.BinaryClassification.Trainers.LinearSvm(Options(penalty))))
            .Fit(View(training));
        return new(
            (training.FeatureCount + 1) * training.Targets.ToArray().Distinct().Count(),
            test => context.MulticlassClassification.Evaluate(model.Transform(View(test))).MicroAccuracy);

        IDataView View(Dataset data) => context.Data.Cache(context.Data.LoadFromEnumerable(
            Enumerable.Range(0, data.Count).Select(i => new ClassSample { Features = data.Sample(i).ToArray(), Label = data.Label(i) }),
            Schema<ClassSample>(data)));
    }

    private static LinearSvmTrainer.Options Options(float penalty) => new() { Lambda = penalty, NumberOfIterations = Iterations };

    /// <summary>The columns, with the number of features, which the class does not tell.</summary>
    private static SchemaDefinition Schema<T>(Dataset data)
    {
        var schema = SchemaDefinition.Create(typeof(T));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, data.FeatureCount);
        return schema;
    }

    private sealed class Sample
    {
        public float[] Features { get; init; } = [];

        public bool Label { get; init; }
    }

    private sealed class ClassSample
    {
        public float[] Features { get; init; } = [];

        public int Label { get; init; }
    }
}
