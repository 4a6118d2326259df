namespace NetGen;

/// <summary>
/// How a tensor lies in the parameter buffer, and in gradients and optimiser state, which share its layout.
/// Lanes that pad a tensor are zero, and stay zero in training.
/// </summary>
public enum TensorLayout
{
    /// <summary>[n], padded with zeros to a multiple of 16.</summary>
    PaddedVector,

    /// <summary>
    /// A matrix [outputs, inputs], stored by panels of 32 outputs: within a panel, input after input, the 32 weights that leave it.
    /// Outputs are padded with zeros to a multiple of 16; where that leaves 16 for the last panel, it is 16 wide.
    /// Element (o, i) of panel p = o / 32, of width w, is at 32·p·inputs + w·i + (o mod 32).
    /// </summary>
    DensePanels,

    /// <summary>
    /// A matrix [outputs, inputs], of which the last r = outputs mod 16 outputs, at least one, are stored by rows of inputs, and those before as
    /// <see cref="DensePanels"/> of as many outputs. A row is padded with zeros to a multiple of 16.
    /// Element (o, i) with o ≥ outputs − r is at (outputs − r)·inputs + (o − outputs + r)·(inputs rounded up to a multiple of 16) + i.
    /// </summary>
    DensePanelsAndRows,
}
