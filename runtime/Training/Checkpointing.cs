using System;

namespace NetGen;

/// <summary>
/// Checkpoints: a file with everything that a training needs to go on where it was, as if it had never been interrupted, bit for bit. It is written
/// atomically, so that there always is a whole one, whenever the process ends; as a safetensors file, with the weights under their names. Beside them it has
/// the state of the update rule and of the schedule, the order of the samples and the place in it, the sums of the running epoch, the reports of the ones that
/// are over, the average of the weights, and the best weights.
/// </summary>
/// <remarks>
/// One is written every so many steps and epochs, when training is cancelled after a step, and when it ends; none while weights are not finite. Steps that
/// write none allocate nothing.
/// </remarks>
public sealed record Checkpointing
{
    private readonly int _everySteps;
    private readonly int _everyEpochs = 1;

    /// <summary>Makes the setting.</summary>
    /// <param name="path">The file; its directory must exist. Beside it, one named <c>.partial</c> is there while it is written.</param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    public Checkpointing(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>After how many steps of this <c>Fit</c> one is written, again and again; 0, unless told otherwise, for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int EverySteps
    {
        get => _everySteps;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(EverySteps));
            _everySteps = value;
        }
    }

    /// <summary>After how many epochs one is written, again and again; 1 unless told otherwise, 0 for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int EveryEpochs
    {
        get => _everyEpochs;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(EveryEpochs));
            _everyEpochs = value;
        }
    }

    /// <summary>
    /// Whether <c>Fit</c> goes on from the file, if it is there. It must be called with the same arguments, data and options as the training that wrote it;
    /// network, loss, update rule and their numbers, batch size, seed, number of samples and options are compared, and a file of another training is refused.
    /// Workers may be others, and epochs more. A training that has ended is not repeated: the network gets its weights, and <c>Fit</c> returns its report.
    /// If false, as unless told otherwise, training begins anew, and the file is overwritten.
    /// </summary>
    public bool Resumes { get; init; }
}
