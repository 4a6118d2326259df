using System.Linq;
using Activations;
using NetGen;

const float RequiredAccuracy = 0.95f, RequiredR2 = 0.35f;
int[] seeds = [0, 1, 2, 3, 4];

// Which activation in the hidden layer: the same network and images, and another activation.
(Dataset training, Dataset test) = RealData.Digits();
(string Name, HiddenRun[] Runs)[] hidden =
    [.. HiddenActivation.All.Select(activation => (activation.Name, seeds.Select(seed => activation.Run(training, test, seed)).ToArray()))];
Report.Hidden(hidden);

// Which activation at the end, by the task, and which loss with it.
OutputTask[] tasks = [OutputTasks.Tumours(), OutputTasks.Digits(), OutputTasks.Diabetes()];
foreach (OutputTask task in tasks) Report.Outputs(task);
Report.Choice();

bool areGood = tasks.Zip([RequiredAccuracy, RequiredAccuracy, RequiredR2]).All(task =>
    task.First.Results.Where(result => result.Advice.Length == 0).All(result => result.Scores.Average(score => score.Late) >= task.Second));
return areGood && hidden.All(activation => activation.Runs.Average(run => run.Accuracy) >= RequiredAccuracy) ? 0 : 1;
