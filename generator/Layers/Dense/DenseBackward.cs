using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Activations;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Layers.Dense;

/// <summary>Prints the first half of a dense layer's backward pass: dz = dh ⊙ f′, db += dz, dW += dz⊗x.</summary>
internal static class DenseBackward
{
    /// <summary>One sample: every gradient is loaded, added to and stored once.</summary>
    public static void EmitSample(DensePlan dense, DenseTiles tiles, CodeWriter writer)
    {
        string dz = $"dz{dense.Number}", x = dense.Input.Name;
        EmitSummary(dense, "", writer);
        using (writer.Block($"internal static void Backward{dense.MethodName}(ref float {x}, {Saved(dense)}ref float {dz}, ref float g, bool accumulate)"))
        {
            DenseText.DeclareLanes(writer);
            EmitKeep(writer);
            EmitSampleDerivative(dense, dz, writer);
            if (dense.HasBias)
                writer.Loop($"for (nuint j = 0; j < {dense.Output.Lanes}; j += lanes)", Accumulate("g", $"{dense.B} + j", DenseText.Load(dz, "j")));
            DensePanels.Each(dense, panels => EmitSamplePanels(dense, panels, tiles, writer));
            DenseRows.EmitSampleGradient(dense, writer);
        }
    }

    /// <summary>A batch: register tiles of some inputs by two vectors of outputs, summed over the rows before the gradient is touched.</summary>
    public static void EmitBatch(DensePlan dense, DenseTiles tiles, CodeWriter writer)
    {
        string dz = $"dz{dense.Number}", x = dense.Input.Name;
        EmitSummary(dense, $", summed over the rows{(dense.DerivesOnDemand ? $". Unless it is to derive, dz{dense.Number} is given" : "")}", writer);
        using (writer.Block($"internal static void Backward{dense.MethodName}Batch(ref float {x}, {Saved(dense)}ref float {dz}, ref float g, nuint rows, bool accumulate{(dense.DerivesOnDemand ? ", bool derive" : "")})"))
        {
            DenseText.DeclareLanes(writer);
            EmitKeep(writer);
            EmitBatchDerivative(dense, tiles, dz, writer);
            DensePanels.Each(dense, panels => EmitTiles(dense, panels, tiles, writer));
            DenseRows.EmitBatchGradient(dense, writer);
        }
    }

    /// <summary>A batch: the squared norms of the samples' gradients, for which dW and db need not be computed.</summary>
    public static void EmitSquaredNorms(DensePlan dense, CodeWriter writer)
    {
        int k = dense.Number, stride = dense.Output.GradientStride;
        string dz = $"dz{k}", x = dense.Input.Name;
        ActivationFunction activation = ActivationCatalog.Get(dense.Activation);
        writer.Line($"/// <summary>{DerivativeSummary(dense)}squares += |dW{k}|²{(dense.HasBias ? $" + |db{k}|²" : "")} of each row, which is |dz{k}|²·{(dense.HasBias ? $"(|{x}|² + 1)" : $"|{x}|²")}.</summary>");
        writer.Line(CodeWriter.Optimized);
        using (writer.Block($"internal static void SquaredNorms{dense.MethodName}(ref float {x}, {Saved(dense)}ref float {dz}, ref float squares, nuint rows)"))
        {
            if (dense.DerivativeSource is { } source && activation.IsRowWise)
            {
                EmitRowDerivatives(dense, source, dz, writer);
            }
            else if (dense.DerivativeSource is not null)
            {
                DenseText.DeclareLanes(writer);
                string derivative = activation.Backward(DenseText.Load(dz, "at"), DenseText.Load(dense.DerivativeSource, "at"), CodeWriter.Literal(dense.Alpha));
                if (stride == dense.Output.Lanes)
                {
                    writer.Loop($"for (nuint at = 0; at < {stride} * rows; at += lanes)", DenseText.Store($"({derivative})", dz, "at"));
                }
                else
                {
                    using (writer.Block($"for (nuint row = 0; row < {stride} * rows; row += {stride})"))
                        writer.Loop($"for (nuint at = row; at < row + {dense.Output.Lanes}; at += lanes)", DenseText.Store($"({derivative})", dz, "at"));
                }
            }

            writer.Line($"VectorMath.AddSquaredNorms(ref {x}, {dense.Inputs}, {dense.Input.RowStride}, ref {dz}, {dense.Outputs}, {stride}, bias: {(dense.HasBias ? "1f" : "0f")}, ref squares, rows);");
        }
    }

    private static void EmitSummary(DensePlan dense, string ending, CodeWriter writer)
    {
        int k = dense.Number;
        string bias = dense.HasBias ? $"db{k} += dz{k}; " : "";
        writer.Line($"/// <summary>{DerivativeSummary(dense)}{bias}dW{k} += dz{k}⊗{dense.Input.Name}{ending}.</summary>");
        writer.Line(CodeWriter.Optimized);
    }

    private static string DerivativeSummary(DensePlan dense)
    {
        int k = dense.Number;
        return dense.DerivativeSource is null ? "" : $"dz{k} = dh{k} ⊙ {ActivationCatalog.Get(dense.Activation).Formula}′(z{k}), with dh{k} given in its place; ";
    }

    private static string Saved(DensePlan dense) => dense.DerivativeSource is { } source ? $"ref float {source}, " : "";

    private static void EmitKeep(CodeWriter writer) =>
        writer.Line("Vector<float> keep = accumulate ? Vector<float>.AllBitsSet : Vector<float>.Zero; // masks out gradients that are to be overwritten");

    private static string Accumulate(string reference, string offset, string value) =>
        DenseText.Store($"((keep & {DenseText.Load(reference, offset)}) + {value})", reference, offset);

    private static void EmitSampleDerivative(DensePlan dense, string dz, CodeWriter writer)
    {
        if (dense.DerivativeSource is not { } source) return;
        ActivationFunction activation = ActivationCatalog.Get(dense.Activation);
        if (activation.IsRowWise)
        {
            writer.Line(activation.DifferentiateRow(dense.Output, source, dz));
            return;
        }

        string derivative = activation.Backward(DenseText.Load(dz, "j"), DenseText.Load(source, "j"), CodeWriter.Literal(dense.Alpha));
        writer.Loop($"for (nuint j = 0; j < {dense.Output.Lanes}; j += lanes)", DenseText.Store($"({derivative})", dz, "j"));
    }

    private static void EmitSamplePanels(DensePlan dense, DensePanels panels, DenseTiles tiles, CodeWriter writer)
    {
        string dz = $"dz{dense.Number}";
        int vectors = panels.Width / tiles.Lanes;
        writer.Line($"// {panels.Describe()}.");
        using (writer.Block(panels.Loop(vectors)))
        {
            for (int vector = 0; vector < vectors; vector++)
                writer.Line($"Vector<float> d{vector} = {DenseText.Load(dz, DenseText.Sum("j", DenseText.Lane(0, vector)))};");
            writer.Line($"ref float gw = ref Unsafe.Add(ref g, {panels.Offset(dense.W, dense.Inputs)});");
            using (writer.Block($"for (nuint i = 0; i < {dense.Inputs}; i++)"))
            {
                writer.Line($"Vector<float> xi = Create(Unsafe.Add(ref {dense.Input.Name}, i));");
                for (int vector = 0; vector < vectors; vector++)
                {
                    string at = DenseText.Lane(0, vector);
                    writer.Line(DenseText.Store($"MultiplyAddEstimate(xi, d{vector}, keep & {DenseText.Load("gw", at)})", "gw", at));
                }

                writer.Line($"gw = ref Unsafe.Add(ref gw, {panels.Width});");
            }
        }
    }

    private static void EmitBatchDerivative(DensePlan dense, DenseTiles tiles, string dz, CodeWriter writer)
    {
        string? source = dense.DerivativeSource;
        bool isRowWise = source is not null && ActivationCatalog.Get(dense.Activation).IsRowWise;
        if (!dense.DerivesOnDemand)
        {
            if (isRowWise) EmitRowDerivatives(dense, source!, dz, writer);
            EmitColumnSums(dense, tiles, dz, isRowWise ? null : source, writer);
            return;
        }

        using (writer.Block("if (derive)"))
        {
            if (isRowWise) EmitRowDerivatives(dense, source!, dz, writer);
            else EmitColumnSums(dense, tiles, dz, source, writer);
        }

        if (isRowWise)
        {
            EmitColumnSums(dense, tiles, dz, null, writer);
        }
        else if (dense.HasBias)
        {
            using (writer.Block("else")) EmitColumnSums(dense, tiles, dz, null, writer);
        }
    }

    /// <summary>db += dz over the rows, column by column, and dz = dh ⊙ f′ on the way, if it is to be made from a source.</summary>
    private static void EmitColumnSums(DensePlan dense, DenseTiles tiles, string dz, string? source, CodeWriter writer)
    {
        if (source is null && !dense.HasBias) return;
        ActivationFunction activation = ActivationCatalog.Get(dense.Activation);
        int stride = dense.Output.GradientStride;
        IReadOnlyList<string> offsets = tiles.VectorsOf(dense.Output.Lanes % 32 > 0 ? 16 : 32) == 2 ? ["", " + lanes"] : [""];
        using (writer.Block($"for (nuint j = 0; j < {dense.Output.Lanes}; j += {CodeWriter.Times(offsets.Count, "lanes")})"))
        {
            if (dense.HasBias) writer.Line($"Vector<float> {string.Join(", ", offsets.Select((_, vector) => $"db{vector} = Vector<float>.Zero"))};");
            using (writer.Block($"for (nuint at = j; at < {stride} * rows; at += {stride})"))
            {
                for (int vector = 0; vector < offsets.Count; vector++)
                {
                    string d = DenseText.Load(dz, $"at{offsets[vector]}");
                    if (source is not null)
                    {
                        writer.Line($"Vector<float> d{vector} = {activation.Backward(d, DenseText.Load(source, $"at{offsets[vector]}"), CodeWriter.Literal(dense.Alpha))};");
                        d = $"d{vector}";
                        writer.Line(DenseText.Store(d, dz, $"at{offsets[vector]}"));
                    }

                    if (dense.HasBias) writer.Line($"db{vector} += {d};");
                }
            }

            if (!dense.HasBias) return;
            for (int vector = 0; vector < offsets.Count; vector++) writer.Line(Accumulate("g", $"{dense.B} + j{offsets[vector]}", $"db{vector}"));
        }
    }

    private static void EmitRowDerivatives(DensePlan dense, string source, string dz, CodeWriter writer)
    {
        int stride = dense.Output.GradientStride;
        using (writer.Block("for (nuint m = 0; m < rows; m++)"))
        {
            writer.Line($"ref float yRow = ref Unsafe.Add(ref {source}, {stride} * m);");
            writer.Line($"ref float dzRow = ref Unsafe.Add(ref {dz}, {stride} * m);");
            writer.Line(ActivationCatalog.Get(dense.Activation).DifferentiateRow(dense.Output, "yRow", "dzRow"));
        }
    }

    private static void EmitTiles(DensePlan dense, DensePanels panels, DenseTiles tiles, CodeWriter writer)
    {
        int vectors = tiles.VectorsOf(panels.Width);
        writer.Line($"// {panels.Describe()}: tiles of {DenseText.Number(DenseTiles.Largest(tiles.GradientInputs, dense.Inputs))} input{(dense.Inputs < 4 ? "" : "s")} by {(vectors == 1 ? "one vector" : "two vectors")}.");
        using (writer.Block(panels.Loop(vectors)))
        {
            writer.Line($"ref float gw = ref Unsafe.Add(ref g, {panels.Offset(dense.W, dense.Inputs)});");
            int start = 0;
            foreach (int inputs in tiles.GradientInputs)
            {
                int end = start + (dense.Inputs - start) / inputs * inputs;
                if (start == end) continue;
                using (writer.Block($"for (nuint i = {start}; i < {end}; i += {inputs})"))
                {
                    EmitTile(dense, inputs, vectors, panels.Width, writer);
                    writer.Line($"gw = ref Unsafe.Add(ref gw, {inputs * panels.Width});");
                }

                start = end;
            }
        }
    }

    private static void EmitTile(DensePlan dense, int inputs, int vectors, int width, CodeWriter writer)
    {
        IReadOnlyList<int> columns = [.. Enumerable.Range(0, vectors)];
        for (int input = 0; input < inputs; input++)
            writer.Line($"Vector<float> {string.Join(", ", columns.Select(vector => $"s{input}{vector} = Vector<float>.Zero"))};");
        writer.Line($"ref float xm = ref Unsafe.Add(ref {dense.Input.Name}, i);");
        writer.Line($"ref float dm = ref Unsafe.Add(ref dz{dense.Number}, j);");
        using (writer.Block("for (nuint m = 0; m < rows; m++)"))
        {
            writer.Line($"Vector<float> {string.Join(", ", columns.Select(vector => $"d{vector} = {DenseText.Load("dm", DenseText.Lane(0, vector))}"))};");
            for (int input = 0; input < inputs; input++)
            {
                writer.Line($"{(input == 0 ? "Vector<float> " : "")}xi = {DenseText.Broadcast("xm", input)};");
                foreach (int vector in columns) writer.Line($"s{input}{vector} = MultiplyAddEstimate(xi, d{vector}, s{input}{vector});");
            }

            writer.Line($"xm = ref Unsafe.Add(ref xm, {dense.Input.RowStride});");
            writer.Line($"dm = ref Unsafe.Add(ref dm, {dense.Output.GradientStride});");
        }

        for (int input = 0; input < inputs; input++)
        {
            foreach (int vector in columns) writer.Line(Accumulate("gw", DenseText.Lane(input * width, vector), $"s{input}{vector}"));
        }
    }
}
