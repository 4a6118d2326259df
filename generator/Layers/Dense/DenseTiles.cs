using System;
using System.Collections.Generic;
using NetGen.Generator.Model;

namespace NetGen.Generator.Layers.Dense;

/// <summary>
/// How the kernels of a dense layer are cut into register tiles. A tile keeps its sums in registers: at least eight of them, since a multiply-add takes four cycles and
/// two start in each, and no more than leave room for what they are multiplied of.
/// </summary>
/// <param name="Lanes">The lanes of a vector that the tiles are made for.</param>
/// <param name="BatchRows">Forward, of a batch: the rows of a tile, two vectors wide: 4; or 8, and 4 where no more are left. The last four rows may overlap those before.</param>
/// <param name="GradientInputs">dW of a batch: the inputs of a tile, two vectors wide. The larger tile comes first.</param>
/// <param name="InputGradientRows">dx of a batch: the rows of a tile of four inputs.</param>
/// <param name="InputGradientInputs">dx of one sample: the inputs of a tile. The larger comes first; the layer takes the first that it has the inputs for.</param>
internal sealed record DenseTiles(
    int Lanes, int BatchRows, IReadOnlyList<int> GradientInputs, int InputGradientRows, IReadOnlyList<int> InputGradientInputs)
{
    /// <summary>For 16 registers.</summary>
    public static readonly DenseTiles Portable = new(VectorPlan.Portable.Lanes, BatchRows: 4, [4, 1], InputGradientRows: 3, [8, 4]);

    /// <summary>For 32 registers.</summary>
    public static readonly DenseTiles Wide = new(VectorPlan.Wide.Lanes, BatchRows: 8, [8, 4, 1], InputGradientRows: 4, [16, 8, 4])
    {
        LoadsFourInputs = true,
        MostInputsOfFourPanels = 256,
        TallInputGradient = (8, 2, 4),
    };

    /// <summary>Forward, of a batch: the rows at a time for outputs whose weights are rows, of which there are up to four.</summary>
    public int DotRows => BatchRows / 2;

    /// <summary>
    /// Whether the inputs of one sample are loaded four at a time and spread from a register, instead of broadcast by a load each: where vectors are so wide that two loads
    /// a cycle are all there are, half as many weights as inputs would otherwise be loaded.
    /// </summary>
    public bool LoadsFourInputs { get; init; }

    /// <summary>
    /// dx of a batch with long rows of dz: the rows and inputs of a tile, and how many of the layer's blocks of inputs it takes at once; null if there is none. The weights of
    /// a pair of inputs, which such layers read from the second-level cache, then serve twice as many rows.
    /// </summary>
    public (int Rows, int Inputs, int Blocks)? TallInputGradient { get; init; }

    /// <summary>
    /// The inputs up to which one sample's outputs are computed in four panels at once; 0 if never. Panels so short that the processor has hardly begun to read ahead
    /// when one ends are better read side by side; longer ones, two at a time.
    /// </summary>
    public int MostInputsOfFourPanels { get; init; }

    /// <summary>How many panels one sample's outputs of a layer are computed in at once, and how many of those that are left over.</summary>
    public IReadOnlyList<int> PanelsTogether(int inputs) => inputs <= MostInputsOfFourPanels ? [4, 2, 1] : [2, 1];

    /// <summary>Whether one sample's outputs of these panels are computed in one go: known where the lanes are.</summary>
    public bool IsOnce(DensePanels panels) => Lanes == VectorPlan.Wide.Lanes && panels.End - panels.Start == panels.Together * panels.Width;

    /// <summary>The tiles for vectors of a kind.</summary>
    public static DenseTiles For(VectorPlan vectors) => vectors == VectorPlan.Wide ? Wide : Portable;

    /// <summary>The vectors in which a panel of so many lanes is computed at once, at most two.</summary>
    public int VectorsOf(int panelWidth) => Math.Min(2, panelWidth / Lanes);

    /// <summary>The first of <paramref name="sizes"/> that is at most <paramref name="count"/>; 0 if none is.</summary>
    public static int Largest(IEnumerable<int> sizes, int count)
    {
        foreach (int size in sizes)
        {
            if (size <= count) return size;
        }

        return 0;
    }
}
