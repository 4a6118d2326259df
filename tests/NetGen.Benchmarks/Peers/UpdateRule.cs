namespace NetGen.Benchmarks.Peers;

/// <summary>The update rules that training is measured with.</summary>
internal enum UpdateRule
{
    /// <summary>θ ← θ − η·g.</summary>
    Sgd,

    /// <summary>Adam, with <see cref="AdamConstants"/>.</summary>
    Adam,
}
