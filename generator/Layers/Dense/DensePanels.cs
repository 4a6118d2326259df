using System;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Layers.Dense;

/// <summary>
/// The two kinds of panels the weights of a dense layer lie in, and the addresses in them. Element (output j, input i) of n inputs is at
/// <c>W + n·(j rounded down to 32) + width·i + (j mod 32)</c>, where the width is 32, or 16 in a last panel that 16 lanes fill.
/// </summary>
/// <param name="Start">The first output.</param>
/// <param name="End">The output after the last.</param>
/// <param name="Width">The lanes of one panel: the floats from one input to the next.</param>
/// <param name="Together">The panels that one sample's outputs are computed in at once.</param>
internal readonly record struct DensePanels(int Start, int End, int Width, int Together = 1)
{
    /// <summary>Calls <paramref name="emit"/> for the wide panels and for the narrow one, as far as the layer has them.</summary>
    public static void Each(DensePlan dense, Action<DensePanels> emit)
    {
        if (dense.WidePanelLanes > 0) emit(new DensePanels(0, dense.WidePanelLanes, 32));
        if (dense.NarrowPanelLanes > 0) emit(new DensePanels(dense.WidePanelLanes, dense.PanelLanes, 16));
    }

    /// <summary>The same for one sample: several wide panels at a time as far as they go, which uses every input that is broadcast for all of them.</summary>
    public static void EachOfSample(DensePlan dense, DenseTiles tiles, Action<DensePanels> emit)
    {
        int start = 0;
        foreach (int together in tiles.PanelsTogether(dense.Inputs))
        {
            int end = start + (dense.WidePanelLanes - start) / (32 * together) * (32 * together);
            if (end > start) emit(new DensePanels(start, end, 32, together));
            start = end;
        }

        if (dense.NarrowPanelLanes > 0) emit(new DensePanels(dense.WidePanelLanes, dense.PanelLanes, 16));
    }

    /// <summary>The loop over the outputs, so many vectors at a time.</summary>
    public string Loop(int vectors) => $"for (nuint j = {Start}; j < {End}; j += {vectors} * lanes)";

    /// <summary>The offset from <paramref name="tensor"/> to output j of input 0.</summary>
    public string Offset(string tensor, int inputs) =>
        Start == 0 && End <= 32 ? $"{tensor} + j"
        : Together > 1 ? $"{tensor} + {inputs} * j0 + (j - j0)"
        : Width == 16 ? $"{tensor} + {Start * inputs} + (j - {Start})"
        : $"{tensor} + {inputs} * (j & ~31u) + (j & 31u)";

    /// <summary>A comment for the reader of the output.</summary>
    public string Describe() => $"Outputs {Start} to {End - 1}, in {(End - Start > Width ? "panels" : "a panel")} of {Width}";
}

/// <summary>Spellings that the methods of a dense layer share.</summary>
internal static class DenseText
{
    /// <summary><c>+ 3 * lanes</c> and the like, so that zero leaves nothing.</summary>
    public static string Lane(int constant, int vectors)
    {
        string lanes = vectors switch { 0 => "", 1 => "lanes", _ => $"{vectors} * lanes" };
        return constant == 0 && vectors == 0 ? "" : constant == 0 ? lanes : vectors == 0 ? $"{constant}" : $"{constant} + {lanes}";
    }

    /// <summary><c>a + b</c>, or one of them where the other is empty.</summary>
    public static string Sum(string a, string b) => a.Length == 0 ? b : b.Length == 0 ? a : $"{a} + {b}";

    public static string Load(string reference, string offset) =>
        offset.Length == 0 ? $"LoadUnsafe(ref {reference})" : $"LoadUnsafe(ref {reference}, {offset})";

    public static string Store(string value, string reference, string offset) =>
        offset.Length == 0 ? $"{value}.StoreUnsafe(ref {reference});" : $"{value}.StoreUnsafe(ref {reference}, {offset});";

    public static string Broadcast(string reference, int offset) =>
        offset == 0 ? $"Create({reference})" : $"Create(Unsafe.Add(ref {reference}, {offset}))";

    /// <summary>A small number in words.</summary>
    public static string Number(int number) => number switch { 1 => "one", 2 => "two", 3 => "three", 4 => "four", 8 => "eight", _ => $"{number}" };

    /// <summary>Declares the number of lanes, which the JIT compiler treats as a constant.</summary>
    public static void DeclareLanes(CodeWriter writer) => writer.Line("nuint lanes = (nuint)Vector<float>.Count;");
}
