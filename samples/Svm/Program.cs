using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using NetGen;
using Spectre.Console;
using Svm;

const float RequiredAccuracy = 0.95f;
int[] seeds = [0, 1, 2, 3, 4];

bool isGood = Compare(
    Problem.Tumours(), 0.982f,
    new("linear, hinge", Learner.Of(seed => new TumourMachine(seed), new Hinge())),
    new("linear, squared hinge", Learner.Of(seed => new TumourMachine(seed), new SquaredHinge())),
    new("hidden layer, hinge", Learner.Of(seed => new HiddenTumourMachine(seed), new Hinge())),
    new("hidden layer, cross-entropy", Learner.Of(seed => new TumourProbability(seed), new BinaryCrossEntropy())),
    new("ML.NET, LinearSvm", LinearSvm.LearnTwoClasses));

isGood &= Compare(
    Problem.Digits(), 0.986f,
    new("linear, hinge", Learner.Of(seed => new DigitMachine(seed), new Hinge())),
    new("linear, squared hinge", Learner.Of(seed => new DigitMachine(seed), new SquaredHinge())),
    new("hidden layer, hinge", Learner.Of(seed => new HiddenDigitMachine(seed), new Hinge())),
    new("hidden layer, cross-entropy", Learner.Of(seed => new DigitProbabilities(seed), new CrossEntropy())),
    new("ML.NET, LinearSvm, one against the rest", LinearSvm.LearnEachAgainstTheRest));

Console.WriteLine("""
    A network of one linear layer under hinge loss and an L2 penalty is a linear support-vector machine: the loss is 0 beyond a margin of 1, so that
    only the samples on the margin or on its wrong side (the support vectors) have a say, and the penalty makes the margin wide. With an output for
    each class, it is one machine against the rest for each. Where a support-vector machine compares samples by a kernel and keeps its support
    vectors, a hidden layer learns the features to be separated in, and keeps its weights: a prediction takes the same few multiplications however
    many samples there were. Cross-entropy goes on pulling at samples beyond the margin, and gives probabilities.
    """);
return isGood ? 0 : 1;

// Prints a table; returns whether every learner is as good as it has to be.
bool Compare(Problem problem, float kernelAccuracy, params Learner[] learners)
{
    Table table = new Table().Border(TableBorder.Simple).AddColumn("model");
    foreach (string column in new[] { "λ", "parameters", "accuracy", "five seeds", "time, rough" })
        table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
    bool areGood = true;
    foreach (Learner learner in learners)
    {
        float penalty = learner.ChoosePenalty(problem.Training);
        var runs = seeds.Select(seed => Run(learner, problem, penalty, seed)).OrderBy(run => run.Accuracy).ToArray();
        double median = runs[seeds.Length / 2].Accuracy;
        areGood &= median >= RequiredAccuracy;
        table.AddRow(
            learner.Name, Format($"{penalty:0.#####}"), $"{runs[0].Parameters}", Format($"{median:0.000}"),
            Format($"{runs[0].Accuracy:0.000}–{runs[^1].Accuracy:0.000}"), Format($"{runs.Min(run => run.Time).TotalMilliseconds:0} ms"));
    }

    table.AddRow("scikit-learn 1.2.1, RBF kernel (reference figure)", "", "", Format($"{kernelAccuracy:0.000}"), "", "");
    Console.WriteLine(
        $"{problem.Name}: {problem.Training.Count} samples to learn from, {problem.Test.Count} to test on. The penalty λ is chosen in five-fold "
        + "cross-validation on the former; accuracies are the median of five seeds.");
    AnsiConsole.Write(table);
    return areGood;
}

static (int Parameters, double Accuracy, TimeSpan Time) Run(Learner learner, Problem problem, float penalty, int seed)
{
    long start = Stopwatch.GetTimestamp();
    Learned learned = learner.Learn(problem.Training, penalty, seed);
    TimeSpan time = Stopwatch.GetElapsedTime(start);
    return (learned.Parameters, learned.Accuracy(problem.Test), time);
}

static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
