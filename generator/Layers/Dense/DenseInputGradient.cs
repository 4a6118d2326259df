using System;
using System.Linq;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Layers.Dense;

/// <summary>
/// Prints the second half of a dense layer's backward pass: dx = Wᵀ·dz, from the same weights, as dot products along the outputs. Tiles may overlap
/// those before them, since they overwrite.
/// </summary>
internal static class DenseInputGradient
{
    /// <summary>One sample: as many inputs at a time as the tiles say, stored as one vector.</summary>
    public static void EmitSample(DensePlan dense, DenseTiles tiles, CodeWriter writer)
    {
        string dz = $"dz{dense.Number}", dx = Name(dense);
        EmitSummary(dense, "", writer);
        using (writer.Block($"internal static void InputGradient{dense.MethodName}(ref float p, ref float {dz}, ref float {dx})"))
        {
            DenseText.DeclareLanes(writer);
            EmitPadding(dense, dx, writer);
            if (dense.Inputs < 4)
            {
                for (int input = 0; input < dense.Inputs; input++) EmitSingle(dense, input, dz, dx, writer);
                return;
            }

            EmitSampleTiles(dense, tiles, dx, writer);
            DenseRows.EmitInputGradient(dense, dz, dx, writer);
        }
    }

    private static void EmitSampleTiles(DensePlan dense, DenseTiles tiles, string dx, CodeWriter writer)
    {
        if (dense.PanelLanes == 0) return;
        int step = DenseTiles.Largest(tiles.InputGradientInputs, dense.Inputs);
        using (EmitInputLoop(dense, step, writer))
        {
            EmitDots(dense, rows: 1, step, writer);
            string sums = step switch
            {
                4 => Sums(0, 0),
                8 => $"Vector256.Create({Sums(0, 0)}, {Sums(0, 4)})",
                _ => $"VectorMath.SumLanes({string.Join(", ", Enumerable.Range(0, 16).Select(input => $"s0{input}"))})",
            };
            writer.Line($"{sums}.StoreUnsafe(ref {dx}, i);");
        }
    }

    /// <summary>A batch: register tiles of some rows by four inputs.</summary>
    public static void EmitBatch(DensePlan dense, DenseTiles tiles, CodeWriter writer)
    {
        string dz = $"dz{dense.Number}", dx = Name(dense);
        EmitSummary(dense, " for each row", writer);
        using (writer.Block($"internal static void InputGradient{dense.MethodName}Batch(ref float p, ref float {dz}, ref float {dx}, nuint rows)"))
        {
            string each = $"InputGradient{dense.MethodName}(ref p, ref Unsafe.Add(ref {dz}, {dense.Output.GradientStride} * m), ref Unsafe.Add(ref {dx}, {CodeWriter.Times(dense.Input.GradientStride, "m")}));";
            if (dense.Inputs < 4)
            {
                writer.Loop("for (nuint m = 0; m < rows; m++)", each);
                return;
            }

            DenseText.DeclareLanes(writer);
            if (dense.PanelLanes > 0)
            {
                using (writer.Block($"if (rows < {tiles.InputGradientRows})"))
                {
                    writer.Loop("for (nuint m = 0; m < rows; m++)", each);
                    writer.Line("return;");
                }
            }

            if (IsPadded(dense))
            {
                using (writer.Block("for (nuint m = 0; m < rows; m++)"))
                {
                    writer.Line($"ref float dxRow = ref Unsafe.Add(ref {dx}, {CodeWriter.Times(dense.Input.GradientStride, "m")});");
                    EmitPadding(dense, "dxRow", writer);
                }
            }

            EmitBatchTiles(dense, tiles, writer);
            EmitBatchRows(dense, dz, dx, writer);
        }
    }

    private static void EmitBatchTiles(DensePlan dense, DenseTiles tiles, CodeWriter writer)
    {
        int tile = tiles.InputGradientRows;
        if (dense.PanelLanes == 0) return;
        if (dense.InputGradientBlock == 0)
        {
            using (EmitInputLoop(dense, step: 4, writer))
            using (EmitRowLoop(tile, writer))
                EmitTile(dense, tile, inputs: 4, writer);
            return;
        }

        if (tiles.TallInputGradient is not { } tall)
        {
            EmitBlocks(dense, dense.InputGradientBlock, tile, inputs: 4, writer);
            return;
        }

        using (writer.Block($"if (rows >= {tall.Rows})")) EmitBlocks(dense, tall.Blocks * dense.InputGradientBlock, tall.Rows, tall.Inputs, writer);
        using (writer.Block("else")) EmitBlocks(dense, dense.InputGradientBlock, tile, inputs: 4, writer);
    }

    private static void EmitBatchRows(DensePlan dense, string dz, string dx, CodeWriter writer)
    {
        if (dense.RowOutputs == 0) return;
        using (writer.Block("for (nuint m = 0; m < rows; m++)"))
        {
            writer.Line($"ref float dzRow = ref Unsafe.Add(ref {dz}, {CodeWriter.Times(dense.Output.GradientStride, "m")});");
            writer.Line($"ref float dxRow = ref Unsafe.Add(ref {dx}, {CodeWriter.Times(dense.Input.GradientStride, "m")});");
            DenseRows.EmitInputGradient(dense, "dzRow", "dxRow", writer);
        }
    }

    private static void EmitBlocks(DensePlan dense, int block, int rows, int inputs, CodeWriter writer)
    {
        using (writer.Block($"for (nuint start = 0; start < {dense.Inputs}; start += {block})"))
        using (EmitRowLoop(rows, writer))
        using (EmitInputLoop(dense, inputs, writer, "start", $"Math.Min(start + {block}, {dense.Inputs})"))
            EmitTile(dense, rows, inputs, writer);
    }

    private static CodeWriter.Scope EmitRowLoop(int tile, CodeWriter writer)
    {
        CodeWriter.Scope loop = writer.Block($"for (nuint m = 0; m < rows; m += {tile})");
        writer.Line($"nuint row = Math.Min(m, rows - {tile});");
        return loop;
    }

    private static void EmitTile(DensePlan dense, int rows, int inputs, CodeWriter writer)
    {
        EmitDots(dense, rows, inputs, writer);
        int stride = dense.Input.GradientStride;
        if (rows * inputs == 16)
        {
            string all = string.Join(", ", Enumerable.Range(0, 16).Select(sum => $"s{sum / inputs}{sum % inputs}"));
            writer.Line($"VectorMath.Store{(inputs == 4 ? "Fours" : "Pairs")}(VectorMath.SumLanes({all}), ref Unsafe.Add(ref {Name(dense)}, {CodeWriter.Times(stride, "row")} + i), {stride});");
            return;
        }

        for (int row = 0; row < rows; row++)
            writer.Line($"{Sums(row, 0)}.StoreUnsafe(ref {Name(dense)}, {CodeWriter.Times(stride, row == 0 ? "row" : $"(row + {row})")} + i);");
    }

    // The loop over the inputs i, so many at a time; the last round may overlap the one before.
    private static CodeWriter.Scope EmitInputLoop(DensePlan dense, int step, CodeWriter writer, string start = "0", string? end = null)
    {
        end ??= $"{dense.Inputs}";
        if (dense.Inputs % step == 0) return writer.Block($"for (nuint i = {start}; i < {end}; i += {step})");
        CodeWriter.Scope loop = writer.Block($"for (nuint k = {start}; k < {end}; k += {step})");
        writer.Line($"nuint i = Math.Min(k, {dense.Inputs - step});");
        return loop;
    }

    private static string Name(DensePlan dense) => dense.Number == 1 ? "dx" : $"dh{dense.Number - 1}";

    // Rows of the caller's dx end where the inputs end; rows of scratch memory go on to whole vectors, which are to be zero.
    private static bool IsPadded(DensePlan dense) => dense.Number > 1 && dense.Inputs < dense.Input.Lanes;

    private static void EmitSummary(DensePlan dense, string ending, CodeWriter writer)
    {
        writer.Line($"/// <summary>{Name(dense)} = W{dense.Number}ᵀ·dz{dense.Number}{ending}, from {dense.Output.Shape} to {dense.Input.Shape}.</summary>");
        writer.Line(CodeWriter.Optimized);
    }

    private static void EmitPadding(DensePlan dense, string dx, CodeWriter writer)
    {
        if (!IsPadded(dense)) return;
        writer.Line($"// The lanes beyond input {dense.Inputs - 1} stay zero.");
        writer.Loop($"for (nuint i = {dense.Input.Lanes - 16}; i < {dense.Input.Lanes}; i += lanes)", $"Vector<float>.Zero.StoreUnsafe(ref {dx}, i);");
    }

    private static void EmitSingle(DensePlan dense, int input, string dz, string dx, CodeWriter writer)
    {
        writer.Line($"Vector<float> s{input} = Vector<float>.Zero;");
        DensePanels.Each(dense, panels =>
        {
            string at = panels.Offset(dense.W, dense.Inputs) + (input > 0 ? $" + {input * panels.Width}" : "");
            writer.Loop(
                $"for (nuint j = {panels.Start}; j < {panels.End}; j += lanes)",
                $"s{input} = MultiplyAddEstimate({DenseText.Load(dz, "j")}, {DenseText.Load("p", at)}, s{input});");
        });
        writer.Line(input == 0 ? $"{dx} = Sum(s0);" : $"Unsafe.Add(ref {dx}, {input}) = Sum(s{input});");
    }

    private static void EmitDots(DensePlan dense, int rows, int inputs, CodeWriter writer)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int input = 0; input < inputs; input += 4)
                writer.Line($"Vector<float> {string.Join(", ", Enumerable.Range(input, Math.Min(4, inputs)).Select(number => $"s{row}{number} = Vector<float>.Zero"))};");
        }

        writer.Line($"ref float dm = ref {(rows == 1 ? $"dz{dense.Number}" : $"Unsafe.Add(ref dz{dense.Number}, {dense.Output.GradientStride} * row)")};");
        if (dense.WidePanelLanes == 32)
        {
            writer.Line($"ref float w = ref Unsafe.Add(ref p, {dense.W} + 32 * i);");
            EmitDotLoop(dense, "w", 32, rows, inputs, writer);
        }
        else if (dense.WidePanelLanes > 32)
        {
            writer.Line($"ref float panel = ref Unsafe.Add(ref p, {dense.W} + 32 * i);");
            using (writer.Block($"for (nuint j0 = 0; j0 < {dense.WidePanelLanes}; j0 += 32)"))
            {
                writer.Line("ref float w = ref panel;");
                EmitDotLoop(dense, "w", 32, rows, inputs, writer);
                writer.Line($"panel = ref Unsafe.Add(ref panel, {32 * dense.Inputs});");
            }
        }

        if (dense.NarrowPanelLanes == 0) return;
        string start = dense.WidePanelLanes > 0 ? $"{dense.W} + {dense.WidePanelLanes * dense.Inputs}" : dense.W;
        writer.Line($"ref float narrow = ref Unsafe.Add(ref p, {start} + 16 * i);");
        EmitDotLoop(dense, "narrow", 16, rows, inputs, writer);
    }

    private static void EmitDotLoop(DensePlan dense, string w, int width, int rows, int inputs, CodeWriter writer)
    {
        using (writer.Block($"for (nuint j = 0; j < {width}; j += lanes)"))
        {
            for (int row = 0; row < rows; row++)
                writer.Line($"Vector<float> d{row} = {DenseText.Load("dm", row == 0 ? "" : $"{row * dense.Output.GradientStride}")};");
            for (int input = 0; input < inputs; input++)
            {
                writer.Line($"{(input == 0 ? "Vector<float> " : "")}wi = {DenseText.Load(w, DenseText.Lane(input * width, 0))};");
                for (int row = 0; row < rows; row++)
                    writer.Line($"s{row}{input} = MultiplyAddEstimate(d{row}, wi, s{row}{input});");
            }

            writer.Line($"{w} = ref Unsafe.Add(ref {w}, lanes);");
            writer.Line("dm = ref Unsafe.Add(ref dm, lanes);");
        }
    }

    private static string Sums(int row, int input) => $"VectorMath.SumLanes(s{row}{input}, s{row}{input + 1}, s{row}{input + 2}, s{row}{input + 3})";
}
