using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NetGen.Formats.Onnx;
using NetGen.Formats.Tests.Infrastructure;
using Xunit;

namespace NetGen.Formats.Tests.Onnx;

/// <summary>Graphs of any operators with any inputs and attributes, which are files without a fault of form: each is imported or refused, and never anything else.</summary>
public sealed class RandomGraphTests
{
    private const int Graphs = 1500;

    private static readonly string[] _attributes =
    [
        "axis", "axes", "keepdims", "noop_with_empty_axes", "select_last_index", "perm", "transA", "transB", "alpha",
            "beta", "gamma", "epsilon", "to", "start", "end", "starts", "ends", "split",
        "num_outputs", "value_float", "value_ints", "min", "max", "ratio", "allowzero", "approximate", "offset", "scale", "spatial", "training_mode",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_graph_of_any_operators_is_imported_or_refused(int seed)
    {
        var random = new Random(seed);
        int evaluated = 0;
        for (int i = 0; i < Graphs; i++)
        {
            byte[] model = Build(random);
            TimeLimit.Hold($"graph {i} of seed {seed}", () =>
            {
                try
                {
                    OnnxModel imported = OnnxImport.Read(new MemoryStream(model), "random");
                    imported.Evaluate(new float[imported.Network.InputSize], new double[imported.Network.Layers.OfType<DenseLayer>().Last().Units]);
                }
                catch (ImportException)
                {
                }
                catch (Exception exception)
                {
                    Assert.Fail($"graph {i} of seed {seed}: {exception}");
                }

                try
                {
                    OnnxEvaluator.Run(new MemoryStream(model), new Dictionary<string, OnnxTensor> { ["x"] = OnnxTensor.Of([1, 2, 3, 4], 1, 4) });
                    evaluated++;
                }
                catch (ImportException)
                {
                }
                catch (Exception exception)
                {
                    Assert.Fail($"evaluation of graph {i} of seed {seed}: {exception}");
                }
            });
        }

        // Not all of them may be refused, for the test to say something.
        Assert.True(evaluated > Graphs / 10, $"{evaluated} graphs could be evaluated");
    }

    private static byte[] Build(Random random)
    {
        int opset = random.Next(7, 25);
        ModelBuilder model = new ModelBuilder(opset).Domain("ai.onnx.ml", 1).Input("x", -1, 4).Weights("w", 4, 4)
            .Weights("v", 4).Weights("none", 0).Weights("cube", 2, 1, 3).Scalar("s", 0.5f)
            .Integers("shape", 1, -1).Integers("axis", random.Next(-3, 4))
                .Integers("pair", random.Next(-3, 6), random.Next(-3, 6)).Integers("empty").Integers("four", 4);
        var names = new List<string> { "x", "x", "x", "w", "w", "v", "none", "cube", "s", "shape", "axis", "pair", "empty", "four" };
        int nodes = random.Next(1, 6);
        for (int i = 0; i < nodes; i++)
        {
            Operator known = OperatorCatalogue.All[random.Next(OperatorCatalogue.All.Length)];
            string inputs = string.Join(' ', Enumerable.Range(0, random.Next(0, 6))
                .Select(k => random.Next(12) == 0 ? "-" : k == 0 && random.Next(2) == 0 ? names[^1] : names[random.Next(names.Count)]));
            string[] outputs = [.. Enumerable.Range(0, random.Next(6) == 0 ? random.Next(1, 4) : 1).Select(k => random.Next(20) == 0 ? "-" : $"n{i}_{k}")];
            (string, object)[] attributes = [.. _attributes.Where(_ => random.Next(15) == 0).Select(name => (name, Value(random)))];
            model.Node(known.Domain.Length == 0 ? known.Name : $"{known.Domain}.{known.Name}", inputs, string.Join(' ', outputs), attributes);
            names.AddRange(outputs.Where(output => output != "-"));
        }

        return model.Output(names[^1]).Bytes;
    }

    private static object Value(Random random) => random.Next(8) switch
    {
        0 => random.NextSingle() * 4 - 1,
        1 => new[] { random.NextSingle(), float.NaN },
        2 => new long[] { 1, 0 },
        3 => Enumerable.Range(0, random.Next(4)).Select(_ => random.NextInt64(-5, 6)).ToArray(),
        4 => new[] { long.MinValue, long.MaxValue },
        5 => "tanh",
        6 => random.Next(2) == 0 ? int.MaxValue : int.MinValue,
        _ => random.Next(-3, 17),
    };
}
