using System;
using System.CommandLine;
using System.Linq;
using NetGen.Benchmarks.Limits;
using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Commands;

/// <summary><c>limits</c>: what part of the machine's own limits is reached.</summary>
internal static class LimitsCommand
{
    public static Command Create()
    {
        var command = new Command("limits", "The part of the machine's peak that kernels, update rules and activations reach.");
        command.SetAction(_ => Print());
        return command;
    }

    private static void Print()
    {
        Machine.UseOneProcessor();
        (MachineLimit portable, MachineLimit? wide) = MachineLimit.All();
        Console.WriteLine($"{Machine.Description}. One thread; least times.");
        Console.WriteLine();
        PrintMachine(wide is null ? [portable] : [portable, wide]);
        new DenseLimits(portable, wide).Print();
        new OptimizerLimits(portable, wide).Print();
        ActivationLimits.Print();
    }

    private static void PrintMachine(MachineLimit[] limits)
    {
        int[] sizes = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096];
        foreach (MachineLimit limit in limits) limit.MeasureBandwidths(sizes);

        var table = new MarkdownTable(1, ["the machine", .. limits.Select(limit => limit.Name)]);
        table.Add(["multiply-add, GFLOP/s", .. limits.Select(limit => Format.Digits(2 * limit.MultiplyAdds))]);
        table.Add(["division and square root, 10⁹ a second", .. limits.Select(limit => Format.Digits(limit.DivisionsByRoot))]);
        foreach (int kilobytes in sizes)
        {
            table.Add([$"load from {kilobytes} KiB, GB/s", .. limits.Select(limit => Format.Digits(limit.LoadBandwidth(1024L * kilobytes)))]);
            table.Add([$"store to {kilobytes} KiB, GB/s", .. limits.Select(limit => Format.Digits(limit.StoreBandwidth(1024L * kilobytes)))]);
        }

        Console.WriteLine(table);
    }
}
