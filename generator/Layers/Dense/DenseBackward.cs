using NetGen.Generator.Activations;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Layers.Dense;

/// <summary>Prints the first half of a dense layer's backward pass: dz = dh ⊙ f′, db += dz, dW += dz⊗x.</summary>
internal static class DenseBackward
{
    /// <summary>One sample: every gradient is loaded, added to and stored once.</summary>
    public static void EmitSample(DensePlan dense, CodeWriter writer)
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
            using (writer.Block("if (lanes > 8)"))
            {
                writer.Line($"WideLanes.WeightGradient(ref {x}, ref {dz}, ref Unsafe.Add(ref g, {dense.W}), {dense.Inputs}, {dense.Output.Lanes}, accumulate);");
                writer.Line("return;");
            }

            DensePanels.Each(dense, panels => EmitSamplePanels(dense, panels, writer));
        }
    }

    /// <summary>A batch: register tiles of four inputs by two vectors of outputs, summed over the rows before the gradient is touched.</summary>
    public static void EmitBatch(DensePlan dense, CodeWriter writer)
    {
        string dz = $"dz{dense.Number}", x = dense.Input.Name;
        EmitSummary(dense, ", summed over the rows", writer);
        using (writer.Block($"internal static void Backward{dense.MethodName}Batch(ref float {x}, {Saved(dense)}ref float {dz}, ref float g, nuint rows, bool accumulate)"))
        {
            DenseText.DeclareLanes(writer);
            using (writer.Block("if (lanes > 8)"))
            {
                string saved = dense.DerivativeSource is { } source ? $"ref Unsafe.Add(ref {source}, {dense.Output.RowStride} * m), " : "";
                writer.Loop(
                    "for (nuint m = 0; m < rows; m++)",
                    $"Backward{dense.MethodName}(ref Unsafe.Add(ref {x}, {CodeWriter.Times(dense.Input.RowStride, "m")}), {saved}ref Unsafe.Add(ref {dz}, {dense.Output.RowStride} * m), ref g, accumulate || m > 0);");
                writer.Line("return;");
            }

            EmitKeep(writer);
            EmitBatchDerivative(dense, dz, writer);
            DensePanels.Each(dense, panels => EmitTiles(dense, panels, writer));
        }
    }

    private static void EmitSummary(DensePlan dense, string ending, CodeWriter writer)
    {
        int k = dense.Number;
        string formula = ActivationCatalog.Get(dense.Activation).Formula;
        string derivative = dense.DerivativeSource is null ? "" : $"dz{k} = dh{k} ⊙ {formula}′(z{k}), with dh{k} given in its place; ";
        string bias = dense.HasBias ? $"db{k} += dz{k}; " : "";
        writer.Line($"/// <summary>{derivative}{bias}dW{k} += dz{k}⊗{dense.Input.Name}{ending}.</summary>");
        writer.Line(DenseText.Optimized);
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
            EmitRowDerivative(dense, activation, source, dz, writer);
            return;
        }

        string derivative = activation.Backward(DenseText.Load(dz, "j"), DenseText.Load(source, "j"), CodeWriter.Literal(dense.Alpha));
        writer.Loop($"for (nuint j = 0; j < {dense.Output.Lanes}; j += lanes)", DenseText.Store($"({derivative})", dz, "j"));
    }

    private static void EmitRowDerivative(DensePlan dense, ActivationFunction activation, string source, string dz, CodeWriter writer)
    {
        string gradient = $"MemoryMarshal.CreateSpan(ref {dz}, {dense.Outputs})";
        writer.Line(activation.Backward(gradient, $"MemoryMarshal.CreateReadOnlySpan(ref {source}, {dense.Outputs})", "") + ";");
    }

    private static void EmitSamplePanels(DensePlan dense, DensePanels panels, CodeWriter writer)
    {
        string dz = $"dz{dense.Number}";
        int vectors = panels.Vectors;
        writer.Line($"// {panels.Describe()}.");
        using (writer.Block(panels.Loop(vectors)))
        {
            for (int vector = 0; vector < vectors; vector++)
                writer.Line($"Vector<float> d{vector} = {DenseText.Load(dz, vector == 0 ? "j" : $"j + {DenseText.Lane(0, vector)}")};");
            writer.Line($"ref float gw = ref Unsafe.Add(ref g, {panels.Offset(dense.W, dense.Inputs)});");
            using (writer.Block($"for (nuint i = 0; i < {dense.Inputs}; i++)"))
            {
                writer.Line($"Vector<float> xi = new(Unsafe.Add(ref {dense.Input.Name}, i));");
                for (int vector = 0; vector < vectors; vector++)
                {
                    string at = DenseText.Lane(0, vector);
                    writer.Line(DenseText.Store($"MultiplyAddEstimate(xi, d{vector}, keep & {DenseText.Load("gw", at)})", "gw", at));
                }

                writer.Line($"gw = ref Unsafe.Add(ref gw, {panels.Width});");
            }
        }
    }

    private static void EmitBatchDerivative(DensePlan dense, string dz, CodeWriter writer)
    {
        ActivationFunction activation = ActivationCatalog.Get(dense.Activation);
        int stride = dense.Output.RowStride;
        string? source = dense.DerivativeSource;
        if (source is not null && activation.IsRowWise)
        {
            using (writer.Block("for (nuint m = 0; m < rows; m++)"))
            {
                writer.Line($"ref float yRow = ref Unsafe.Add(ref {source}, {stride} * m);");
                writer.Line($"ref float dzRow = ref Unsafe.Add(ref {dz}, {stride} * m);");
                EmitRowDerivative(dense, activation, "yRow", "dzRow", writer);
            }

            source = null;
        }

        if (source is null && !dense.HasBias) return;
        using (writer.Block($"for (nuint j = 0; j < {dense.Output.Lanes}; j += 2 * lanes)"))
        {
            if (dense.HasBias) writer.Line("Vector<float> db0 = Vector<float>.Zero, db1 = Vector<float>.Zero;");
            using (writer.Block($"for (nuint at = j; at < {stride} * rows; at += {stride})"))
            {
                string d0 = DenseText.Load(dz, "at"), d1 = DenseText.Load(dz, "at + lanes");
                if (source is not null)
                {
                    string alpha = CodeWriter.Literal(dense.Alpha);
                    writer.Line($"Vector<float> d0 = {activation.Backward(d0, DenseText.Load(source, "at"), alpha)};");
                    writer.Line($"Vector<float> d1 = {activation.Backward(d1, DenseText.Load(source, "at + lanes"), alpha)};");
                    writer.Line($"d0.StoreUnsafe(ref {dz}, at);");
                    writer.Line($"d1.StoreUnsafe(ref {dz}, at + lanes);");
                    (d0, d1) = ("d0", "d1");
                }

                if (dense.HasBias)
                {
                    writer.Line($"db0 += {d0};");
                    writer.Line($"db1 += {d1};");
                }
            }

            if (!dense.HasBias) return;
            writer.Line(Accumulate("g", $"{dense.B} + j", "db0"));
            writer.Line(Accumulate("g", $"{dense.B} + j + lanes", "db1"));
        }
    }

    private static void EmitTiles(DensePlan dense, DensePanels panels, CodeWriter writer)
    {
        writer.Line($"// {panels.Describe()}: {(dense.Inputs < 4 ? "one input" : "tiles of four inputs")} by two vectors.");
        using (writer.Block(panels.Loop(2)))
        {
            writer.Line($"ref float gw = ref Unsafe.Add(ref g, {panels.Offset(dense.W, dense.Inputs)});");
            int tiled = dense.Inputs / 4 * 4;
            if (tiled > 0)
            {
                using (writer.Block($"for (nuint i = 0; i < {tiled}; i += 4)"))
                {
                    EmitTile(dense, 4, panels.Width, writer);
                    writer.Line($"gw = ref Unsafe.Add(ref gw, {4 * panels.Width});");
                }
            }

            if (tiled == dense.Inputs) return;
            using (writer.Block($"for (nuint i = {tiled}; i < {dense.Inputs}; i++)"))
            {
                EmitTile(dense, 1, panels.Width, writer);
                writer.Line($"gw = ref Unsafe.Add(ref gw, {panels.Width});");
            }
        }
    }

    private static void EmitTile(DensePlan dense, int inputs, int width, CodeWriter writer)
    {
        for (int input = 0; input < inputs; input++) writer.Line($"Vector<float> s{input}0 = Vector<float>.Zero, s{input}1 = Vector<float>.Zero;");
        writer.Line($"ref float xm = ref Unsafe.Add(ref {dense.Input.Name}, i);");
        writer.Line($"ref float dm = ref Unsafe.Add(ref dz{dense.Number}, j);");
        using (writer.Block("for (nuint m = 0; m < rows; m++)"))
        {
            writer.Line("Vector<float> d0 = LoadUnsafe(ref dm), d1 = LoadUnsafe(ref dm, lanes);");
            for (int input = 0; input < inputs; input++)
            {
                writer.Line($"{(input == 0 ? "Vector<float> " : "")}xi = {DenseText.Broadcast("xm", input)};");
                writer.Line($"s{input}0 = MultiplyAddEstimate(xi, d0, s{input}0);");
                writer.Line($"s{input}1 = MultiplyAddEstimate(xi, d1, s{input}1);");
            }

            writer.Line($"xm = ref Unsafe.Add(ref xm, {dense.Input.RowStride});");
            writer.Line($"dm = ref Unsafe.Add(ref dm, {dense.Output.RowStride});");
        }

        for (int input = 0; input < inputs; input++)
        {
            writer.Line(Accumulate("gw", DenseText.Lane(input * width, 0), $"s{input}0"));
            writer.Line(Accumulate("gw", DenseText.Lane(input * width, 1), $"s{input}1"));
        }
    }
}
