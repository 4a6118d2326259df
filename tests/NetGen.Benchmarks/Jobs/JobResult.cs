using System.Text.Json.Serialization;

namespace NetGen.Benchmarks.Jobs;

/// <summary>What a job came to.</summary>
/// <param name="Network">The network, if NetGen trained it.</param>
internal sealed record JobResult([property: JsonIgnore] INetwork? Network)
{
    /// <summary>The time from making the network to the end of the last epoch.</summary>
    public double Milliseconds { get; init; }

    /// <summary>The part of the test that the network recognises; null for competitors.</summary>
    public float? Accuracy { get; init; }
}
