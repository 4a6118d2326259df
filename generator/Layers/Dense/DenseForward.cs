using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Activations;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Layers.Dense;

/// <summary>Prints the forward pass of a dense layer: h = f(W·x + b).</summary>
internal static class DenseForward
{
    // Inputs a round of the loop of one sample takes.
    private const int Unroll = 4;

    /// <summary>One sample: a matrix times a vector, with eight independent chains of multiply-adds at 8 lanes.</summary>
    public static void EmitSample(DensePlan dense, CodeWriter writer)
    {
        writer.Line($"/// <summary>{Summary(dense)}, from {dense.Input.Shape} to {dense.Output.Shape}.</summary>");
        writer.Line(DenseText.Optimized);
        using (writer.Block($"internal static void Forward{dense.MethodName}(ref float p, ref float {dense.Input.Name}, {Destinations(dense)})"))
        {
            DenseText.DeclareLanes(writer);
            EmitWideVectors(dense, writer);
            DensePanels.Each(dense, panels => EmitPanels(dense, panels, writer));
            EmitRowActivation(dense, writer);
        }
    }

    /// <summary>A batch: register tiles of four samples by two vectors of outputs, which use every loaded weight four times.</summary>
    public static void EmitBatch(DensePlan dense, CodeWriter writer)
    {
        string x = dense.Input.Name;
        writer.Line($"/// <summary>{Summary(dense)} for each row, from [rows, {dense.Inputs}] to [rows, {dense.Outputs}].</summary>");
        writer.Line(DenseText.Optimized);
        using (writer.Block($"internal static void Forward{dense.MethodName}Batch(ref float p, ref float {x}, {Destinations(dense)}, nuint rows)"))
        {
            DenseText.DeclareLanes(writer);
            using (writer.Block("if (lanes > 8 || rows < 4)"))
            {
                string outputs = string.Join(", ", DestinationNames(dense).Select(name => $"ref Unsafe.Add(ref {name}, {CodeWriter.Times(dense.Output.RowStride, "m")})"));
                writer.Loop("for (nuint m = 0; m < rows; m++)", $"Forward{dense.MethodName}(ref p, ref Unsafe.Add(ref {x}, {CodeWriter.Times(dense.Input.RowStride, "m")}), {outputs});");
                writer.Line("return;");
            }

            DensePanels.Each(dense, panels => EmitTiles(dense, panels, writer));
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

    /// <summary>f(z) of a vector, unless f is left to others: to the network after its last layer, or to a pass over the row.</summary>
    private static string Activate(DensePlan dense, string z)
    {
        ActivationFunction activation = ActivationCatalog.Get(dense.Activation);
        return dense.IsLast || activation.IsRowWise ? z : activation.Forward(z, CodeWriter.Literal(dense.Alpha));
    }

    // The tiles are made for 4 and 8 lanes. Vectors of 16 do not fit into a narrow panel, and take the shape-free way.
    private static void EmitWideVectors(DensePlan dense, CodeWriter writer)
    {
        string target = DestinationNames(dense)[0];
        using (writer.Block("if (lanes > 8)"))
        {
            string bias = dense.HasBias ? $"ref Unsafe.Add(ref p, {dense.B})" : "ref Unsafe.NullRef<float>()";
            writer.Line($"WideLanes.Forward(ref Unsafe.Add(ref p, {dense.W}), {bias}, ref {dense.Input.Name}, ref {target}, {dense.Inputs}, {dense.Output.Lanes});");
            string z = DenseText.Load(target, "j");
            if (Activate(dense, z) != z)
                writer.Loop($"for (nuint j = 0; j < {dense.Output.Lanes}; j += lanes)", DenseText.Store(Activate(dense, z), dense.Output.Name, "j"));
            EmitRowActivation(dense, writer);
            writer.Line("return;");
        }
    }

    private static void EmitRowActivation(DensePlan dense, CodeWriter writer)
    {
        ActivationFunction activation = ActivationCatalog.Get(dense.Activation);
        if (activation.IsRowWise && !dense.IsLast)
            writer.Line(activation.Forward($"MemoryMarshal.CreateSpan(ref {dense.Output.Name}, {dense.Outputs})", "") + ";");
    }

    private static void EmitPanels(DensePlan dense, DensePanels panels, CodeWriter writer)
    {
        int vectors = panels.Vectors;
        int chains = System.Math.Min(8 / vectors, dense.Inputs);
        string x = dense.Input.Name;
        writer.Line($"// {panels.Describe()}: {Number(vectors)} vectors at a time, each summed in {Number(chains)} chain{(chains == 1 ? "" : "s")}.");
        using (writer.Block(panels.Loop(vectors)))
        {
            writer.Line($"ref float w = ref Unsafe.Add(ref p, {panels.Offset(dense.W, dense.Inputs)});");
            if (dense.HasBias) writer.Line($"ref float b = ref Unsafe.Add(ref p, {dense.B} + j);");
            for (int chain = 0; chain < chains; chain++)
            {
                IEnumerable<string> sums = Enumerable.Range(0, vectors).Select(vector =>
                    $"s{chain}{vector} = " + (chain == 0 && dense.HasBias ? DenseText.Load("b", DenseText.Lane(0, vector)) : "Vector<float>.Zero"));
                writer.Line($"Vector<float> {string.Join(", ", sums)};");
            }

            if (dense.IsUnrolled) EmitInputs(dense.Inputs, vectors, chains, panels.Width, x, writer);
            else EmitInputLoop(dense, vectors, chains, panels.Width, writer);

            for (int vector = 0; vector < vectors; vector++)
            {
                string at = DenseText.Lane(0, vector);
                at = at.Length == 0 ? "j" : $"j + {at}";
                if (chains > 1) writer.Line($"s0{vector} = {Balanced(vector, chains)};");
                if (dense.SavesLogits) writer.Line(DenseText.Store($"s0{vector}", $"z{dense.Number}", at));
                writer.Line(DenseText.Store(Activate(dense, $"s0{vector}"), dense.Output.Name, at));
            }
        }
    }

    // A balanced sum: (s0 + s1) + (s2 + s3).
    private static string Balanced(int vector, int chains) => chains switch
    {
        2 => $"s0{vector} + s1{vector}",
        3 => $"s0{vector} + s1{vector} + s2{vector}",
        _ => $"s0{vector} + s1{vector} + (s2{vector} + s3{vector})",
    };

    private static void EmitInputLoop(DensePlan dense, int vectors, int chains, int width, CodeWriter writer)
    {
        writer.Line($"ref float xi = ref {dense.Input.Name};");
        int looped = dense.Inputs / Unroll * Unroll;
        if (looped > 0)
        {
            using (writer.Block($"for (nuint i = 0; i < {looped}; i += {Unroll})"))
            {
                EmitInputs(Unroll, vectors, chains, width, "xi", writer);
                writer.Line($"xi = ref Unsafe.Add(ref xi, {Unroll});");
                writer.Line($"w = ref Unsafe.Add(ref w, {Unroll * width});");
            }
        }

        if (looped == dense.Inputs) return;
        writer.Line(looped + 1 == dense.Inputs ? $"// Input {looped}." : $"// Inputs {looped} to {dense.Inputs - 1}.");
        EmitInputs(dense.Inputs - looped, vectors, chains, width, "xi", writer, looped > 0 ? "r" : "x");
    }

    private static void EmitInputs(int inputs, int vectors, int chains, int width, string x, CodeWriter writer, string local = "x")
    {
        for (int input = 0; input < inputs; input++)
        {
            string name = $"{local}{input % chains}";
            writer.Line($"{(input < chains ? "Vector<float> " : "")}{name} = {DenseText.Broadcast(x, input)};");
            for (int vector = 0; vector < vectors; vector++)
            {
                string sum = $"s{input % chains}{vector}";
                string weight = DenseText.Load("w", DenseText.Lane(input * width, vector));
                writer.Line($"{sum} = MultiplyAddEstimate({name}, {weight}, {sum});");
            }
        }
    }

    private static void EmitTiles(DensePlan dense, DensePanels panels, CodeWriter writer)
    {
        string x = dense.Input.Name;
        int inputStride = dense.Input.RowStride, outputStride = dense.Output.RowStride;
        writer.Line($"// {panels.Describe()}: tiles of four rows by two vectors; the last four rows may overlap those before.");
        using (writer.Block(panels.Loop(2)))
        using (writer.Block("for (nuint m = 0; m < rows; m += 4)"))
        {
            writer.Line("nuint row = Math.Min(m, rows - 4);");
            writer.Line($"ref float xi = ref Unsafe.Add(ref {x}, {CodeWriter.Times(inputStride, "row")});");
            writer.Line($"ref float w = ref Unsafe.Add(ref p, {panels.Offset(dense.W, dense.Inputs)});");
            if (dense.HasBias)
            {
                writer.Line($"Vector<float> s00 = {DenseText.Load("p", $"{dense.B} + j")}, s01 = {DenseText.Load("p", $"{dense.B} + j + lanes")};");
                writer.Line("Vector<float> s10 = s00, s11 = s01, s20 = s00, s21 = s01, s30 = s00, s31 = s01;");
            }
            else
            {
                writer.Line("Vector<float> s00 = Vector<float>.Zero, s01 = Vector<float>.Zero, s10 = Vector<float>.Zero, s11 = Vector<float>.Zero;");
                writer.Line("Vector<float> s20 = Vector<float>.Zero, s21 = Vector<float>.Zero, s30 = Vector<float>.Zero, s31 = Vector<float>.Zero;");
            }

            writer.Line("Vector<float> w0, w1, xm;");
            int looped = dense.Inputs / 2 * 2;
            if (looped > 0)
            {
                using (writer.Block($"for (nuint i = 0; i < {looped}; i += 2)"))
                {
                    EmitTileInput(0, inputStride, panels.Width, writer);
                    EmitTileInput(1, inputStride, panels.Width, writer);
                    writer.Line("xi = ref Unsafe.Add(ref xi, 2);");
                    writer.Line($"w = ref Unsafe.Add(ref w, {2 * panels.Width});");
                }
            }

            if (looped < dense.Inputs) EmitTileInput(0, inputStride, panels.Width, writer);

            string f(string sum) => dense.IsActivationInTile ? Activate(dense, sum) : sum;
            string target = DestinationNames(dense)[0];
            writer.Line($"ref float {target}Row = ref Unsafe.Add(ref {target}, {outputStride} * row + j);");
            if (dense.SavesLogits && dense.IsActivationInTile)
                writer.Line($"ref float {dense.Output.Name}Row = ref Unsafe.Add(ref {dense.Output.Name}, {outputStride} * row + j);");
            for (int row = 0; row < 4; row++)
            {
                for (int vector = 0; vector < 2; vector++)
                {
                    string at = DenseText.Lane(row * outputStride, vector);
                    if (dense.SavesLogits) writer.Line(DenseText.Store($"s{row}{vector}", $"z{dense.Number}Row", at));
                    if (!dense.SavesLogits || dense.IsActivationInTile)
                        writer.Line(DenseText.Store(f($"s{row}{vector}"), $"{dense.Output.Name}Row", at));
                }
            }
        }
    }

    private static void EmitTileInput(int input, int inputStride, int width, CodeWriter writer)
    {
        writer.Line($"w0 = {DenseText.Load("w", DenseText.Lane(input * width, 0))};");
        writer.Line($"w1 = {DenseText.Load("w", DenseText.Lane(input * width, 1))};");
        for (int row = 0; row < 4; row++)
        {
            writer.Line($"xm = {DenseText.Broadcast("xi", row * inputStride + input)};");
            writer.Line($"s{row}0 = MultiplyAddEstimate(xm, w0, s{row}0);");
            writer.Line($"s{row}1 = MultiplyAddEstimate(xm, w1, s{row}1);");
        }
    }

    // Costly activations, each of many instructions, would fill the tile eight times over; they take a pass of their own.
    private static void EmitActivationPass(DensePlan dense, CodeWriter writer)
    {
        ActivationFunction activation = ActivationCatalog.Get(dense.Activation);
        if (dense.IsLast || dense.IsActivationInTile) return;
        writer.Line($"// {dense.Output.Name} = {activation.Formula}(z{dense.Number})");
        using (writer.Block("for (nuint m = 0; m < rows; m++)"))
        {
            string source = DestinationNames(dense)[0];
            writer.Line($"ref float zRow = ref Unsafe.Add(ref {source}, {dense.Output.RowStride} * m);");
            if (activation.IsRowWise)
            {
                writer.Line(activation.Forward($"MemoryMarshal.CreateSpan(ref zRow, {dense.Outputs})", "") + ";");
                return;
            }

            string target = "zRow";
            if (dense.SavesLogits)
            {
                target = "hRow";
                writer.Line($"ref float hRow = ref Unsafe.Add(ref {dense.Output.Name}, {dense.Output.RowStride} * m);");
            }

            string f = activation.Forward(DenseText.Load("zRow", "j"), CodeWriter.Literal(dense.Alpha));
            writer.Loop($"for (nuint j = 0; j < {dense.Output.Lanes}; j += lanes)", DenseText.Store(f, target, "j"));
        }
    }

    private static string Number(int number) => number switch { 1 => "one", 2 => "two", 3 => "three", 4 => "four", _ => $"{number}" };
}
