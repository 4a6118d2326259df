using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Layers.Dense;

/// <summary>
/// Prints what the methods of a dense layer do for the few outputs that fill no panel. Their weights are rows: the weights into one output lie side by side, so that a vector
/// meets as many inputs as it has lanes, where a panel would be padding for the most part.
/// </summary>
internal static class DenseRows
{
    /// <summary>z of one sample, as dot products, and what the layer makes of it.</summary>
    public static void EmitSampleForward(DensePlan dense, DenseTiles tiles, Action<string, string, bool> store, CodeWriter writer)
    {
        if (dense.RowOutputs == 0) return;
        int outputs = dense.RowOutputs, chains = Chains(dense);
        writer.Line($"// {Describe(dense)}{(chains == 1 ? "" : $": {(outputs == 1 ? "" : "each ")}summed in {DenseText.Number(chains)} chains")}.");
        using (writer.Block())
        {
            writer.Line($"ref float w = ref Unsafe.Add(ref p, {Start(dense)});");
            writer.Line($"ref float xi = ref {dense.Input.Name};");
            writer.Line($"Vector<float> {string.Join(", ", Pairs(chains, outputs).Select(pair => $"{Sum(pair)} = Vector<float>.Zero"))};");
            if (chains > 1)
            {
                EmitDots(dense, chains, $"for (; i + {chains} * lanes <= {dense.WholeInputs}; i += {chains} * lanes)", "nuint i = 0;", writer);
                if (dense.WholeInputs % (16 * chains) != 0) EmitDots(dense, 1, $"for (; i < {dense.WholeInputs}; i += lanes)", null, writer);
                for (int output = 0; output < outputs; output++)
                    writer.Line(chains == 2 ? $"s0{output} += s1{output};" : $"s0{output} = (s0{output} + s1{output}) + (s2{output} + s3{output});");
            }
            else
            {
                EmitDots(dense, 1, $"for (nuint i = 0; i < {dense.WholeInputs}; i += lanes)", null, writer);
            }

            EmitRest(dense, 1, chains > 1 ? $"for (; i < {dense.Inputs}; i++)" : RestLoop(dense), writer);
            EmitSums(dense, 1, writer);
            EmitOutput(dense, tiles, 0, 1, $"{dense.PanelLanes}", store, writer);
        }
    }

    /// <summary>z of a batch: dot products of some rows at a time with all of these outputs.</summary>
    public static void EmitBatchForward(DensePlan dense, DenseTiles tiles, Action<string, string, bool> store, CodeWriter writer)
    {
        if (dense.RowOutputs == 0) return;
        int rows = tiles.DotRows, outputs = dense.RowOutputs, stride = dense.Input.RowStride;
        writer.Line($"// {Describe(dense)}: {DenseText.Number(rows)} rows of the batch at a time.");
        using (writer.Block($"for (nuint m = 0; m < rows; m += {rows})"))
        {
            writer.Line($"nuint row = Math.Min(m, rows - {rows});");
            writer.Line($"ref float w = ref Unsafe.Add(ref p, {Start(dense)});");
            writer.Line($"ref float xi = ref Unsafe.Add(ref {dense.Input.Name}, {CodeWriter.Times(stride, "row")});");
            foreach (int row in Enumerable.Range(0, rows))
                writer.Line($"Vector<float> {string.Join(", ", Enumerable.Range(0, outputs).Select(output => $"s{row}{output} = Vector<float>.Zero"))};");
            using (writer.Block($"for (nuint i = 0; i < {dense.WholeInputs}; i += lanes)"))
            {
                for (int output = 0; output < outputs; output++) writer.Line($"Vector<float> w{output} = {DenseText.Load("w", Row(dense, output))};");
                for (int row = 0; row < rows; row++)
                {
                    writer.Line($"{(row == 0 ? "Vector<float> " : "")}xm = {DenseText.Load("xi", row == 0 ? "" : $"{row * stride}")};");
                    for (int output = 0; output < outputs; output++) writer.Line($"s{row}{output} = MultiplyAddEstimate(xm, w{output}, s{row}{output});");
                }

                writer.Line("xi = ref Unsafe.Add(ref xi, lanes);");
                writer.Line("w = ref Unsafe.Add(ref w, lanes);");
            }

            EmitRest(dense, rows, RestLoop(dense), writer);
            EmitSums(dense, rows, writer);
            for (int row = 0; row < rows; row++)
            {
                string at = CodeWriter.Times(dense.Output.RowStride, row == 0 ? "row" : $"(row + {row})");
                EmitOutput(dense, tiles, row, rows, DenseText.Sum(at, dense.PanelLanes == 0 ? "" : $"{dense.PanelLanes}"), store, writer);
            }
        }
    }

    /// <summary>dW of one sample: for each output, dz times the inputs.</summary>
    public static void EmitSampleGradient(DensePlan dense, CodeWriter writer)
    {
        if (dense.RowOutputs == 0) return;
        string x = dense.Input.Name, dz = $"dz{dense.Number}";
        writer.Line($"// {Describe(dense)}.");
        using (writer.Block())
        {
            writer.Line($"ref float gw = ref Unsafe.Add(ref g, {Start(dense)});");
            EmitRowPadding(dense, writer);
            for (int output = 0; output < dense.RowOutputs; output++)
                writer.Line($"Vector<float> d{output} = {DenseText.Broadcast(dz, dense.PanelLanes + output)};");
            using (writer.Block($"for (nuint i = 0; i < {dense.WholeInputs}; i += lanes)"))
            {
                writer.Line($"Vector<float> xi = {DenseText.Load(x, "i")};");
                for (int output = 0; output < dense.RowOutputs; output++)
                {
                    string at = DenseText.Sum(Row(dense, output), "i");
                    writer.Line(DenseText.Store($"MultiplyAddEstimate(xi, d{output}, keep & {DenseText.Load("gw", at)})", "gw", at));
                }
            }

            if (dense.WholeInputs == dense.Inputs) return;
            using (writer.Block(RestLoop(dense)))
            {
                for (int output = 0; output < dense.RowOutputs; output++)
                    writer.Line($"{Element("gw", DenseText.Sum(Row(dense, output), "i"))} += {Element(dz, $"{dense.PanelLanes + output}")} * {Element(x, "i")};");
            }
        }
    }

    /// <summary>dW of a batch: for some vectors of inputs at a time, summed over the rows of the batch.</summary>
    public static void EmitBatchGradient(DensePlan dense, CodeWriter writer)
    {
        if (dense.RowOutputs == 0) return;
        int vectors = Chains(dense);
        writer.Line($"// {Describe(dense)}: tiles of {(vectors == 1 ? "one vector" : $"{DenseText.Number(vectors)} vectors")} of inputs by {DenseText.Number(dense.RowOutputs)} output{(dense.RowOutputs == 1 ? "" : "s")}.");
        using (writer.Block())
        {
            writer.Line($"ref float gw = ref Unsafe.Add(ref g, {Start(dense)});");
            EmitRowPadding(dense, writer);
            writer.Line("nuint i = 0;");
            if (vectors > 1) EmitGradientTile(dense, vectors, $"for (; i + {vectors} * lanes <= {dense.WholeInputs}; i += {vectors} * lanes)", writer);
            if (vectors == 1 || dense.WholeInputs % (16 * vectors) != 0) EmitGradientTile(dense, 1, $"for (; i < {dense.WholeInputs}; i += lanes)", writer);
            if (dense.WholeInputs == dense.Inputs) return;
            using (writer.Block($"for (; i < {dense.Inputs}; i++)"))
            using (writer.Block("for (nuint m = 0; m < rows; m++)"))
            {
                writer.Line($"float xi = {Element(dense.Input.Name, $"{CodeWriter.Times(dense.Input.RowStride, "m")} + i")};");
                for (int output = 0; output < dense.RowOutputs; output++)
                    writer.Line($"{Element("gw", DenseText.Sum(Row(dense, output), "i"))} += {Element($"dz{dense.Number}", $"{dense.Output.GradientStride} * m + {dense.PanelLanes + output}")} * xi;");
            }
        }
    }

    /// <summary>The share of these outputs in dx of one sample: dz times a row of weights for each, added to that of the panels.</summary>
    public static void EmitInputGradient(DensePlan dense, string dz, string dx, CodeWriter writer)
    {
        if (dense.RowOutputs == 0) return;
        writer.Line($"// {Describe(dense)}.");
        using (writer.Block())
        {
            writer.Line($"ref float w = ref Unsafe.Add(ref p, {Start(dense)});");
            for (int output = 0; output < dense.RowOutputs; output++)
                writer.Line($"Vector<float> d{output} = {DenseText.Broadcast(dz, dense.PanelLanes + output)};");
            bool adds = dense.PanelLanes > 0;
            using (writer.Block($"for (nuint i = 0; i < {dense.WholeInputs}; i += lanes)"))
            {
                for (int output = 0; output < dense.RowOutputs; output++)
                {
                    string weights = DenseText.Load("w", DenseText.Sum(Row(dense, output), "i"));
                    string sum = output > 0 ? "s" : DenseText.Load(dx, "i");
                    string value = output == 0 && !adds ? $"d0 * {weights}" : $"MultiplyAddEstimate(d{output}, {weights}, {sum})";
                    writer.Line($"{(output == 0 ? "Vector<float> " : "")}s = {value};");
                }

                writer.Line(DenseText.Store("s", dx, "i"));
            }

            if (dense.WholeInputs == dense.Inputs) return;
            IEnumerable<string> terms = Enumerable.Range(0, dense.RowOutputs).Select(output =>
                $"{Element(dz, $"{dense.PanelLanes + output}")} * {Element("w", DenseText.Sum(Row(dense, output), "i"))}");
            writer.Loop(RestLoop(dense), $"{Element(dx, "i")} {(adds ? "+=" : "=")} {string.Join(" + ", terms)};");
        }
    }

    private static void EmitDots(DensePlan dense, int chains, string loop, string? before, CodeWriter writer)
    {
        if (before is not null) writer.Line(before);
        using (writer.Block(loop))
        {
            for (int chain = 0; chain < chains; chain++)
            {
                writer.Line($"Vector<float> x{chain} = {DenseText.Load("xi", DenseText.Lane(0, chain))};");
                for (int output = 0; output < dense.RowOutputs; output++)
                    writer.Line($"s{chain}{output} = MultiplyAddEstimate(x{chain}, {DenseText.Load("w", DenseText.Sum(Row(dense, output), DenseText.Lane(0, chain)))}, s{chain}{output});");
            }

            writer.Line($"xi = ref Unsafe.Add(ref xi, {CodeWriter.Times(chains, "lanes")});");
            writer.Line($"w = ref Unsafe.Add(ref w, {CodeWriter.Times(chains, "lanes")});");
        }
    }

    // The inputs after the last sixteen, one by one. xi and w are there when the loop of whole vectors ends.
    private static void EmitRest(DensePlan dense, int rows, string loop, CodeWriter writer)
    {
        if (dense.WholeInputs == dense.Inputs) return;
        writer.Line($"float {string.Join(", ", Pairs(rows, dense.RowOutputs).Select(pair => $"r{pair.First}{pair.Output} = 0f"))};");
        using (writer.Block(loop))
        {
            foreach ((int row, int output) in Pairs(rows, dense.RowOutputs))
                writer.Line($"r{row}{output} += {Element("xi", row == 0 ? "" : $"{row * dense.Input.RowStride}")} * {Element("w", Row(dense, output))};");
            writer.Line("xi = ref Unsafe.Add(ref xi, 1);");
            writer.Line("w = ref Unsafe.Add(ref w, 1);");
        }
    }

    // The lanes of four vectors are summed at once: of the outputs of one row, or of four rows' single output.
    private static void EmitSums(DensePlan dense, int rows, CodeWriter writer)
    {
        if (dense.RowOutputs == 1)
        {
            writer.Line($"Vector128<float> sums = {Sums(dense, [.. Enumerable.Range(0, rows).Select(row => $"{row}0")])};");
            return;
        }

        for (int row = 0; row < rows; row++)
            writer.Line($"Vector128<float> sums{row} = {Sums(dense, [.. Enumerable.Range(0, dense.RowOutputs).Select(output => $"{row}{output}")])};");
    }

    private static string Sums(DensePlan dense, string[] names)
    {
        string Four(string prefix, string none) => string.Join(", ", Enumerable.Range(0, 4).Select(number => number < names.Length ? prefix + names[number] : none));
        string sums = $"VectorMath.SumLanes({Four("s", "Vector<float>.Zero")})";
        return dense.WholeInputs == dense.Inputs ? sums : $"{sums} + Vector128.Create({Four("r", "0f")})";
    }

    private static void EmitOutput(DensePlan dense, DenseTiles tiles, int row, int rows, string at, Action<string, string, bool> store, CodeWriter writer)
    {
        string sums = dense.RowOutputs > 1 ? $"sums{row}" : rows == 1 ? "sums" : $"Vector128.CreateScalar(sums[{row}])";
        string z = $"VectorMath.Widen({sums})";
        if (dense.HasBias) z += $" + {DenseText.Load("p", DenseText.Sum(dense.B, dense.PanelLanes == 0 ? "" : $"{dense.PanelLanes}"))}";
        writer.Line($"{(row == 0 ? "Vector<float> " : "")}z = {z};");
        if (at == "0") at = "";
        store("z", at, false);
        if (tiles.Lanes == 16) return;
        if (row == 0) writer.Line("// Padding is to be finite, too, which fewer than 16 lanes leave.");
        using (writer.Block("for (nuint j = lanes; j < 16; j += lanes)")) store("Vector<float>.Zero", DenseText.Sum(at, "j"), true);
    }

    private static void EmitGradientTile(DensePlan dense, int vectors, string loop, CodeWriter writer)
    {
        using (writer.Block(loop))
        {
            foreach (int output in Enumerable.Range(0, dense.RowOutputs))
                writer.Line($"Vector<float> {string.Join(", ", Enumerable.Range(0, vectors).Select(vector => $"s{output}{vector} = Vector<float>.Zero"))};");
            writer.Line($"ref float xm = ref Unsafe.Add(ref {dense.Input.Name}, i);");
            writer.Line($"ref float dm = ref {(dense.PanelLanes == 0 ? $"dz{dense.Number}" : $"Unsafe.Add(ref dz{dense.Number}, {dense.PanelLanes})")};");
            using (writer.Block("for (nuint m = 0; m < rows; m++)"))
            {
                for (int output = 0; output < dense.RowOutputs; output++) writer.Line($"Vector<float> d{output} = {DenseText.Broadcast("dm", output)};");
                for (int vector = 0; vector < vectors; vector++)
                {
                    writer.Line($"{(vector == 0 ? "Vector<float> " : "")}xi = {DenseText.Load("xm", DenseText.Lane(0, vector))};");
                    for (int output = 0; output < dense.RowOutputs; output++) writer.Line($"s{output}{vector} = MultiplyAddEstimate(xi, d{output}, s{output}{vector});");
                }

                writer.Line($"xm = ref Unsafe.Add(ref xm, {dense.Input.RowStride});");
                writer.Line($"dm = ref Unsafe.Add(ref dm, {dense.Output.GradientStride});");
            }

            for (int output = 0; output < dense.RowOutputs; output++)
            {
                for (int vector = 0; vector < vectors; vector++)
                {
                    string at = DenseText.Sum(DenseText.Sum(Row(dense, output), "i"), DenseText.Lane(0, vector));
                    writer.Line(DenseText.Store($"((keep & {DenseText.Load("gw", at)}) + s{output}{vector})", "gw", at));
                }
            }
        }
    }

    // The last inputs are added one by one, to zeros where gradients are to be overwritten; the padding of each row is among these zeros.
    private static void EmitRowPadding(DensePlan dense, CodeWriter writer)
    {
        if (dense.WholeInputs == dense.Inputs) return;
        using (writer.Block($"for (nuint k = {dense.WholeInputs}; k < {dense.RowLength}; k += lanes)"))
        {
            for (int output = 0; output < dense.RowOutputs; output++)
            {
                string at = DenseText.Sum(Row(dense, output), "k");
                writer.Line(DenseText.Store($"(keep & {DenseText.Load("gw", at)})", "gw", at));
            }
        }
    }

    private static string Describe(DensePlan dense) => dense.RowOutputs == 1
        ? $"Output {dense.PanelLanes}, whose weights are a row"
        : $"Outputs {dense.PanelLanes} to {dense.Outputs - 1}, whose weights are rows";

    /// <summary>The chains of multiply-adds of one output, so that there are four in all or nearly.</summary>
    private static int Chains(DensePlan dense) => dense.WholeInputs < 32 ? 1 : dense.RowOutputs == 1 && dense.WholeInputs >= 64 ? 4 : dense.RowOutputs <= 2 ? 2 : 1;

    private static string Start(DensePlan dense) => DenseText.Sum(dense.W, dense.PanelLanes == 0 ? "" : $"{dense.PanelLanes * dense.Inputs}");

    private static string Row(DensePlan dense, int output) => output == 0 ? "" : $"{output * dense.RowLength}";

    private static string RestLoop(DensePlan dense) => $"for (nuint i = {dense.WholeInputs}; i < {dense.Inputs}; i++)";

    private static string Element(string reference, string offset) => offset is "" or "0" ? reference : $"Unsafe.Add(ref {reference}, {offset})";

    private static string Sum((int First, int Output) pair) => $"s{pair.First}{pair.Output}";

    private static IEnumerable<(int First, int Output)> Pairs(int first, int outputs) =>
        Enumerable.Range(0, first).SelectMany(number => Enumerable.Range(0, outputs).Select(output => (number, output)));
}
