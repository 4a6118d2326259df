using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Activations;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Layers.Dense;

/// <summary>Prints the forward pass of a dense layer: h = f(W·x + b).</summary>
internal static class DenseForward
{
    private static readonly string[] s_pairs = ["00", "01", "10", "11"];

    // Inputs a round of the loop of one sample takes.
    private const int Unroll = 4;

    /// <summary>One sample: a matrix times a vector, with eight independent chains of multiply-adds at the lanes of the tiles.</summary>
    public static void EmitSample(DensePlan dense, DenseTiles tiles, CodeWriter writer)
    {
        writer.Line($"/// <summary>{Summary(dense)}, from {dense.Input.Shape} to {dense.Output.Shape}.</summary>");
        writer.Line(CodeWriter.Optimized);
        using (writer.Block($"internal static void Forward{dense.MethodName}(ref float p, ref float {dense.Input.Name}, {Destinations(dense)})"))
        {
            DenseText.DeclareLanes(writer);
            DensePanels.EachOfSample(dense, tiles, panels => EmitPanels(dense, panels, tiles, writer));
            DenseRows.EmitSampleForward(dense, tiles, (value, at, isPadding) => EmitStores(dense, dense.IsActivationInSample, value, at, isPadding, writer), writer);
            if (!dense.IsActivationInSample) EmitActivationLoop(dense, DestinationNames(dense)[0], dense.Output.Name, writer);
        }
    }

    /// <summary>A batch: register tiles of some samples by two vectors of outputs, which use every loaded weight for each of them.</summary>
    public static void EmitBatch(DensePlan dense, DenseTiles tiles, CodeWriter writer)
    {
        string x = dense.Input.Name;
        writer.Line($"/// <summary>{Summary(dense)} for each row, from [rows, {dense.Inputs}] to [rows, {dense.Outputs}].</summary>");
        writer.Line(CodeWriter.Optimized);
        using (writer.Block($"internal static void Forward{dense.MethodName}Batch(ref float p, ref float {x}, {Destinations(dense)}, nuint rows)"))
        {
            DenseText.DeclareLanes(writer);
            using (writer.Block("if (rows < 4)"))
            {
                string outputs = string.Join(", ", DestinationNames(dense).Select(name => $"ref Unsafe.Add(ref {name}, {CodeWriter.Times(dense.Output.RowStride, "m")})"));
                writer.Loop("for (nuint m = 0; m < rows; m++)", $"Forward{dense.MethodName}(ref p, ref Unsafe.Add(ref {x}, {CodeWriter.Times(dense.Input.RowStride, "m")}), {outputs});");
                writer.Line("return;");
            }

            DensePanels.Each(dense, panels => EmitTiles(dense, panels, tiles, writer));
            DenseRows.EmitBatchForward(dense, tiles, (value, at, isPadding) => EmitStores(dense, dense.IsActivationInTile, value, at, isPadding, writer), writer);
            EmitActivationPass(dense, writer);
        }
    }

    private static string Summary(DensePlan dense)
    {
        string formula = ActivationCatalog.Get(dense.Activation).Formula;
        return dense.IsLast || formula.Length == 0 ? $"{dense.Output.Name} = {dense.Logits}"
            : dense.SavesLogits ? $"z{dense.Number} = {dense.Logits}, {dense.Output.Name} = {formula}(z{dense.Number})"
            : $"{dense.Output.Name} = {formula}({dense.Logits})";
    }

    private static IReadOnlyList<string> DestinationNames(DensePlan dense) =>
        dense.SavesLogits ? [$"z{dense.Number}", dense.Output.Name] : [dense.Output.Name];

    private static string Destinations(DensePlan dense) => string.Join(", ", DestinationNames(dense).Select(name => $"ref float {name}"));

    /// <summary>f(z) of a vector; z of the last layer, whose activation is the network's.</summary>
    private static string Activate(DensePlan dense, string z) =>
        dense.IsLast ? z : ActivationCatalog.Get(dense.Activation).Forward(z, CodeWriter.Literal(dense.Alpha));

    /// <summary>Stores z and h, or that of the two which the method is to leave in memory.</summary>
    private static void EmitStores(DensePlan dense, bool isActivated, string z, string at, bool isPadding, CodeWriter writer)
    {
        if (dense.SavesLogits) writer.Line(DenseText.Store(z, $"z{dense.Number}", at));
        if (!dense.SavesLogits || isActivated) writer.Line(DenseText.Store(isActivated && !isPadding ? Activate(dense, z) : z, dense.Output.Name, at));
    }

    private static void EmitPanels(DensePlan dense, DensePanels panels, DenseTiles tiles, CodeWriter writer)
    {
        int vectors = panels.Width / tiles.Lanes, sums = vectors * panels.Together;
        int chains = Math.Min(8 / sums, dense.Inputs);
        string together = panels.Together > 1 ? $"{DenseText.Number(vectors)} vectors of each of {DenseText.Number(panels.Together)}" : sums == 1 ? "one vector" : $"{DenseText.Number(sums)} vectors";
        writer.Line($"// {panels.Describe()}: {together} at a time, {(sums == 1 ? "" : "each ")}summed in {DenseText.Number(chains)} chain{(chains == 1 ? "" : "s")}.");
        using (EmitPanelLoop(panels, tiles, vectors, writer))
        {
            // Where the outputs are computed in one go, j is a number: there is no loop that the constants of an activation could be moved out of, into memory.
            bool isOnce = tiles.IsOnce(panels);
            string j = isOnce ? DenseText.Lane(panels.Start, 0) : "j";
            string w = isOnce ? DenseText.Sum(dense.W, DenseText.Lane(panels.Start * dense.Inputs, 0)) : panels.Offset(dense.W, dense.Inputs);
            writer.Line($"ref float w = ref Unsafe.Add(ref p, {w});");
            if (dense.HasBias) writer.Line($"ref float b = ref Unsafe.Add(ref p, {DenseText.Sum(dense.B, j)});");
            for (int chain = 0; chain < chains; chain++)
            {
                IEnumerable<string> starts = Enumerable.Range(0, sums).Select(vector =>
                    $"s{chain}{vector} = " + (chain == 0 && dense.HasBias ? DenseText.Load("b", DenseText.Lane(vector / vectors * 32, vector % vectors)) : "Vector<float>.Zero"));
                foreach (IGrouping<int, string> line in starts.Select((start, index) => (start, index)).GroupBy(pair => pair.index / 4, pair => pair.start))
                    writer.Line($"Vector<float> {string.Join(", ", line)};");
            }

            var inputs = new SampleInputs(vectors, sums, chains, panels.Width, dense.Inputs, tiles.LoadsFourInputs);
            if (dense.IsUnrolled) inputs.Emit(dense.Inputs, dense.Input.Name, "x", writer);
            else EmitInputLoop(dense, inputs, writer);

            for (int vector = 0; vector < sums; vector++)
            {
                string at = DenseText.Sum(j, DenseText.Lane(vector / vectors * 32, vector % vectors));
                if (chains > 1) writer.Line($"s0{vector} = {Balanced(vector, chains)};");
                EmitStores(dense, dense.IsActivationInSample, $"s0{vector}", at, isPadding: false, writer);
            }
        }
    }

    private static CodeWriter.Scope EmitPanelLoop(DensePanels panels, DenseTiles tiles, int vectors, CodeWriter writer)
    {
        if (tiles.IsOnce(panels)) return writer.Block();
        if (panels.Together == 1) return writer.Block(panels.Loop(vectors));
        writer.Line($"for (nuint j0 = {panels.Start}; j0 < {panels.End}; j0 += {32 * panels.Together})");
        return writer.Block($"for (nuint j = j0; j < j0 + 32; j += {vectors} * lanes)");
    }

    // A balanced sum: (s0 + s1) + (s2 + s3).
    private static string Balanced(int vector, int chains)
    {
        IReadOnlyList<string> terms = [.. Enumerable.Range(0, chains).Select(chain => $"s{chain}{vector}")];
        while (terms.Count > 1)
            terms = [.. Enumerable.Range(0, (terms.Count + 1) / 2).Select(pair => 2 * pair + 1 < terms.Count ? $"({terms[2 * pair]} + {terms[2 * pair + 1]})" : terms[2 * pair])];
        return terms[0].Substring(1, terms[0].Length - 2);
    }

    private static void EmitInputLoop(DensePlan dense, SampleInputs inputs, CodeWriter writer)
    {
        writer.Line($"ref float xi = ref {dense.Input.Name};");
        int unroll = Math.Max(Unroll, inputs.Chains);
        int looped = dense.Inputs / unroll * unroll;
        if (looped > 0)
        {
            using (writer.Block($"for (nuint i = 0; i < {looped}; i += {unroll})"))
            {
                inputs.Emit(unroll, "xi", "x", writer);
                writer.Line($"xi = ref Unsafe.Add(ref xi, {unroll});");
                writer.Line($"w = ref Unsafe.Add(ref w, {unroll * inputs.Width});");
            }
        }

        if (looped == dense.Inputs) return;
        writer.Line(looped + 1 == dense.Inputs ? $"// Input {looped}." : $"// Inputs {looped} to {dense.Inputs - 1}.");
        inputs.Emit(dense.Inputs - looped, "xi", looped > 0 ? "r" : "x", writer);
    }

    /// <summary>The multiply-adds of some inputs of one sample: each is broadcast, and meets its weights in every vector of sums.</summary>
    /// <param name="Vectors">The vectors of a panel.</param>
    /// <param name="Sums">The vectors of all panels that are computed together.</param>
    /// <param name="Chains">The chains that the inputs take in turn.</param>
    /// <param name="Width">The floats from one input's weights to the next's.</param>
    /// <param name="PanelInputs">The inputs of a panel.</param>
    /// <param name="LoadsFour">Whether one load serves four inputs.</param>
    private readonly record struct SampleInputs(int Vectors, int Sums, int Chains, int Width, int PanelInputs, bool LoadsFour)
    {
        public void Emit(int count, string x, string local, CodeWriter writer)
        {
            for (int input = 0; input < count; input++)
            {
                string name = $"{local}{input % Chains}", value = DenseText.Broadcast(x, input);
                if (LoadsFour && count - input / 4 * 4 >= 4)
                {
                    if (input % 4 == 0)
                        writer.Line($"{(input == 0 ? "Vector<float> " : "")}{local}s = VectorMath.RepeatFour(ref {x}{(input == 0 ? "" : $", {input}")}); // four inputs, in every 128 bits");
                    value = $"Avx512F.Permute4x32({local}s, 0b_{string.Join("_", Enumerable.Repeat(s_pairs[input % 4], 4))})";
                }

                writer.Line($"{(input < Chains ? "Vector<float> " : "")}{name} = {value};");
                for (int vector = 0; vector < Sums; vector++)
                {
                    string sum = $"s{input % Chains}{vector}";
                    int panel = vector / Vectors * Width * PanelInputs;
                    string weight = DenseText.Load("w", DenseText.Lane(panel + input * Width, vector % Vectors));
                    writer.Line($"{sum} = MultiplyAddEstimate({name}, {weight}, {sum});");
                }
            }
        }
    }

    private static void EmitTiles(DensePlan dense, DensePanels panels, DenseTiles tiles, CodeWriter writer)
    {
        int vectors = tiles.VectorsOf(panels.Width);
        string rows = tiles.BatchRows == 4 ? "four" : "eight or four";
        writer.Line($"// {panels.Describe()}: tiles of {rows} rows by {(vectors == 1 ? "one vector" : "two vectors")}; the last four rows may overlap those before.");
        using (writer.Block(panels.Loop(vectors)))
        {
            if (tiles.BatchRows == 4)
            {
                using (writer.Block("for (nuint m = 0; m < rows; m += 4)"))
                {
                    writer.Line("nuint row = Math.Min(m, rows - 4);");
                    EmitTile(dense, panels, ["row"], vectors, writer);
                }

                return;
            }

            writer.Line("nuint m = 0;");
            using (writer.Block("for (; m + 4 < rows; m += 8)"))
            {
                writer.Line("nuint next = Math.Min(m + 4, rows - 4);");
                EmitTile(dense, panels, ["m", "next"], vectors, writer);
            }

            using (writer.Block("if (m < rows)"))
            {
                writer.Line("m = rows - 4;");
                EmitTile(dense, panels, ["m"], vectors, writer);
            }
        }
    }

    /// <summary>A tile of four rows from each of <paramref name="starts"/> on.</summary>
    private static void EmitTile(DensePlan dense, DensePanels panels, IReadOnlyList<string> starts, int vectors, CodeWriter writer)
    {
        int inputStride = dense.Input.RowStride, outputStride = dense.Output.RowStride, rows = 4 * starts.Count;
        string[] inputs = [.. starts.Select((_, four) => four == 0 ? "xi" : "xNext")];
        for (int four = 0; four < starts.Count; four++)
            writer.Line($"ref float {inputs[four]} = ref Unsafe.Add(ref {dense.Input.Name}, {CodeWriter.Times(inputStride, starts[four])});");
        writer.Line($"ref float w = ref Unsafe.Add(ref p, {panels.Offset(dense.W, dense.Inputs)});");
        IEnumerable<int> columns = Enumerable.Range(0, vectors);
        writer.Line($"Vector<float> {string.Join(", ", columns.Select(vector => $"s0{vector} = {Start(vector)}"))};");
        for (int row = 1; row < rows; row += 4)
        {
            IEnumerable<int> others = Enumerable.Range(row, Math.Min(4, rows - row));
            writer.Line($"Vector<float> {string.Join(", ", others.SelectMany(other => columns.Select(vector => $"s{other}{vector} = s0{vector}")))};");
        }

        writer.Line($"Vector<float> {string.Join(", ", columns.Select(vector => $"w{vector}"))}, xm;");
        int looped = dense.Inputs / 2 * 2;
        if (looped > 0)
        {
            using (writer.Block($"for (nuint i = 0; i < {looped}; i += 2)"))
            {
                EmitTileInput(0, inputs, vectors, inputStride, panels.Width, writer);
                EmitTileInput(1, inputs, vectors, inputStride, panels.Width, writer);
                foreach (string input in inputs) writer.Line($"{input} = ref Unsafe.Add(ref {input}, 2);");
                writer.Line($"w = ref Unsafe.Add(ref w, {2 * panels.Width});");
            }
        }

        if (looped < dense.Inputs) EmitTileInput(0, inputs, vectors, inputStride, panels.Width, writer);

        for (int four = 0; four < starts.Count; four++) EmitTileOutputs(dense, four, starts[four], vectors, outputStride, writer);

        string Start(int vector) =>
            dense.HasBias ? DenseText.Load("p", DenseText.Sum($"{dense.B} + j", DenseText.Lane(0, vector))) : "Vector<float>.Zero";
    }

    private static void EmitTileInput(int input, IReadOnlyList<string> inputs, int vectors, int inputStride, int width, CodeWriter writer)
    {
        for (int vector = 0; vector < vectors; vector++) writer.Line($"w{vector} = {DenseText.Load("w", DenseText.Lane(input * width, vector))};");
        for (int row = 0; row < 4 * inputs.Count; row++)
        {
            writer.Line($"xm = {DenseText.Broadcast(inputs[row / 4], row % 4 * inputStride + input)};");
            for (int vector = 0; vector < vectors; vector++) writer.Line($"s{row}{vector} = MultiplyAddEstimate(xm, w{vector}, s{row}{vector});");
        }
    }

    private static void EmitTileOutputs(DensePlan dense, int four, string start, int vectors, int stride, CodeWriter writer)
    {
        List<(string Name, Func<string, string> Value)> targets = [];
        if (dense.SavesLogits) targets.Add(($"z{dense.Number}", sum => sum));
        if (!dense.SavesLogits || dense.IsActivationInTile) targets.Add((dense.Output.Name, sum => dense.IsActivationInTile ? Activate(dense, sum) : sum));
        string declaration = four == 0 ? "ref float " : "";
        foreach ((string name, _) in targets)
            writer.Line($"{declaration}{name}Row = ref Unsafe.Add(ref {name}, {CodeWriter.Times(stride, start)} + j);");
        for (int row = 0; row < 4; row++)
        {
            for (int vector = 0; vector < vectors; vector++)
            {
                foreach ((string name, Func<string, string> value) in targets)
                    writer.Line(DenseText.Store(value($"s{4 * four + row}{vector}"), $"{name}Row", DenseText.Lane(row * stride, vector)));
            }
        }
    }

    // Costly activations, each of many instructions, would fill the tile eight times over; they take a pass of their own.
    private static void EmitActivationPass(DensePlan dense, CodeWriter writer)
    {
        if (dense.IsLast || dense.IsActivationInTile) return;
        ActivationFunction activation = ActivationCatalog.Get(dense.Activation);
        if (activation.IsRowWise)
        {
            writer.Line(activation.ApplyToRows(dense.Output, dense.Output.Name, "rows"));
            return;
        }

        using (writer.Block("for (nuint m = 0; m < rows; m++)"))
        {
            string source = DestinationNames(dense)[0];
            writer.Line($"ref float zRow = ref Unsafe.Add(ref {source}, {dense.Output.RowStride} * m);");
            string target = "zRow";
            if (dense.SavesLogits)
            {
                target = "hRow";
                writer.Line($"ref float hRow = ref Unsafe.Add(ref {dense.Output.Name}, {dense.Output.RowStride} * m);");
            }

            EmitActivationLoop(dense, "zRow", target, writer);
        }
    }

    // h = f(z) of one row, in the place of z or beside it.
    private static void EmitActivationLoop(DensePlan dense, string z, string h, CodeWriter writer)
    {
        ActivationFunction activation = ActivationCatalog.Get(dense.Activation);
        writer.Line($"// {dense.Output.Name} = {activation.Formula}(z{dense.Number})");
        if (activation.IsRowWise)
        {
            writer.Line(activation.ApplyToRows(dense.Output, z, "1"));
            return;
        }

        string f = activation.Forward(DenseText.Load(z, "j"), CodeWriter.Literal(dense.Alpha));
        writer.Loop($"for (nuint j = 0; j < {dense.Output.Lanes}; j += lanes)", DenseText.Store(f, h, "j"));
    }
}
