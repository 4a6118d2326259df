using System;

namespace NetGen.Benchmarks.Peers;

/// <summary>A competitor, set up for one workload: the bodies that every command measures.</summary>
internal abstract class Peer : IDisposable
{
    /// <summary>The batch of a training step.</summary>
    public const int TrainingBatch = 32;

    /// <summary>The name in tables.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it can train.</summary>
    public virtual bool CanTrain => true;

    /// <summary>The outputs of the last forward call, from the first sample on.</summary>
    public abstract ReadOnlySpan<float> Outputs { get; }

    /// <summary>Computes the output of the first sample.</summary>
    public abstract void ForwardOne();

    /// <summary>Computes the outputs of the first so many samples: 32 or 256.</summary>
    public abstract void ForwardBatch(int batch);

    /// <summary>One step of training on the first <see cref="TrainingBatch"/> samples; returns their mean loss before it.</summary>
    public virtual float TrainStep(UpdateRule rule, float learningRate) => throw new NotSupportedException($"{Name} cannot train.");

    /// <summary>The weights [outputs, inputs] and biases of a layer, as they are now.</summary>
    public virtual (float[] Weights, float[] Biases) GetLayer(int index) => throw new NotSupportedException($"{Name} cannot train.");

    public virtual void Dispose()
    {
    }
}
