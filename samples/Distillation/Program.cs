using System;
using System.Globalization;
using System.Linq;
using KnowledgeTransfer;
using NetGen;
using Spectre.Console;

// Temperature, weight and epochs were chosen on the last 1600 of the images to learn from.
const int TestImages = 2000, TeacherEpochs = 20, StudentEpochs = 40, BatchSize = 32;
const float Temperature = 6f, LabelWeight = 0.3f;
int[] seeds = [0, 1, 2, 3, 4];

Dataset images = MnistData.Read(), training = images.Slice(0, images.Count - TestImages), test = images.Slice(images.Count - TestImages, TestImages);
Console.WriteLine($"{training.Count} images to learn from, {test.Count} to test on; a teacher's {TeacherEpochs} and a student's {StudentEpochs} epochs of Adam; temperature {Temperature}, labels {Format($"{LabelWeight:0%}")} of the loss.");

var table = new Table().Border(TableBorder.Simple).AddColumns("seed", "teacher", "student alone", "student taught", "gain");
var gains = seeds.Select(seed =>
{
    var teacher = new Teacher(seed);
    Trainer.Create(teacher, new Adam(), new CrossEntropy()).Fit(training, TeacherEpochs, BatchSize, seed: seed);

    // The same student twice, from the same weights and through the images in the same order.
    Student alone = new(seed), taught = new(seed);
    Trainer.Create(alone, new Adam(), new CrossEntropy()).Fit(training, StudentEpochs, BatchSize, seed: seed);
    Trainer.Create(taught, new Adam(), new DistillationLoss(Temperature, LabelWeight)).Fit(Distillation.Teach(teacher, training), StudentEpochs, BatchSize, seed: seed);

    float[] accuracies = [teacher.Accuracy(test), alone.Accuracy(test), taught.Accuracy(test)];
    table.AddRow([$"{seed}", .. accuracies.Select(accuracy => Format($"{accuracy:0.0000}")), Format($"{accuracies[2] - accuracies[1]:+0.0000;-0.0000}")]);
    return accuracies[2] - accuracies[1];
}).ToArray();
AnsiConsole.Write(table);

float mean = gains.Average();
Console.WriteLine(Format($"The student has {Student.ParameterCount} parameters, the teacher {Teacher.ParameterCount}. Taught, it is better by {mean:+0.0000;-0.0000} in the mean of {seeds.Length} seeds."));
return mean > 0 ? 0 : 1;

static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
