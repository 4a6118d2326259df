using System;

namespace NetGen.Benchmarks.Workloads;

/// <summary>The data of a workload: random, the same in every run and for every competitor.</summary>
internal sealed class Samples
{
    /// <summary>The largest batch that is measured.</summary>
    public const int Count = 256;

    public Samples(Workload workload)
    {
        NetworkInfo info = workload.CreateNetwork().Info;
        var random = new Random(1);
        InputSize = info.InputSize;
        OutputSize = info.OutputSize;
        Inputs = new float[Count * InputSize];
        foreach (ref float value in Inputs.AsSpan()) value = random.NextSingle();
        Targets = new float[Count * (workload.IsClassifier ? 1 : OutputSize)];
        foreach (ref float value in Targets.AsSpan()) value = workload.IsClassifier ? random.Next(OutputSize) : random.NextSingle();
    }

    public int InputSize { get; }

    public int OutputSize { get; }

    /// <summary>The samples [Count × InputSize], uniform in [0, 1).</summary>
    public float[] Inputs { get; }

    /// <summary>A class index [Count] for a classifier, else values in [0, 1), [Count × OutputSize].</summary>
    public float[] Targets { get; }
}
