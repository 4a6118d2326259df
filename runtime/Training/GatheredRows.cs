using System;

namespace NetGen;

/// <summary>Rows of a data set that are gathered from where they lie, in buffers that are kept.</summary>
internal sealed class GatheredRows(Dataset data, int capacity)
{
    private readonly AlignedBuffer _inputs = new(capacity * data.FeatureCount);
    private readonly AlignedBuffer _targets = new(capacity * data.TargetSize);

    /// <summary>Gathers a part of a batch to its place in the buffers. Threads may gather parts that lie apart at the same time.</summary>
    /// <param name="members">The indices of the samples of the part, in their order.</param>
    /// <param name="start">The first sample, counted within the batch.</param>
    /// <param name="inputs">The samples, [members × features].</param>
    /// <param name="targets">The targets, [members × size of one].</param>
    public void Gather(ReadOnlySpan<int> members, int start, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
    {
        Span<float> features = _inputs.Span.Slice(start * data.FeatureCount, members.Length * data.FeatureCount);
        Span<float> values = _targets.Span.Slice(start * data.TargetSize, members.Length * data.TargetSize);
        data.Gather(members, features, values);
        inputs = features;
        targets = values;
    }
}
