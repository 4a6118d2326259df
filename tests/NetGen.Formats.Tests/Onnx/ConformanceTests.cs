using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NetGen.Formats.Onnx;
using Xunit;

namespace NetGen.Formats.Tests.Onnx;

/// <summary>
/// The node tests of the ONNX standard (Debian's package libonnx-testdata) through the reference evaluator, with the tolerances of the standard's own
/// runner.
/// </summary>
public sealed class ConformanceTests
{
    private const string Folder = "/usr/share/libonnx-testdata/data/node";
    private const int Fewest = 480;

    /// <summary>Tests of supported operators that are not run, and why.</summary>
    private static readonly Dictionary<string, string> _skipped = new()
    {
        ["test_batchnorm_epsilon_training_mode"] = "BatchNormalization in training",
        ["test_batchnorm_example_training_mode"] = "BatchNormalization in training",
        ["test_training_dropout"] = "values dropped by chance",
        ["test_training_dropout_default"] = "values dropped by chance",
        ["test_training_dropout_default_mask"] = "values dropped by chance",
        ["test_training_dropout_mask"] = "values dropped by chance",
        ["test_cast_FLOAT_to_STRING"] = "text",
        ["test_cast_STRING_to_FLOAT"] = "text",
        ["test_castlike_FLOAT_to_STRING"] = "text",
        ["test_castlike_FLOAT_to_STRING_expanded"] = "text",
        ["test_castlike_STRING_to_FLOAT"] = "text",
        ["test_castlike_STRING_to_FLOAT_expanded"] = "text",
        ["test_cast_FLOAT_to_BFLOAT16"] = "data that are cut off, where the standard rounds to the nearest",
        ["test_castlike_FLOAT_to_BFLOAT16"] = "data that are cut off, where the standard rounds to the nearest",
        ["test_castlike_FLOAT_to_BFLOAT16_expanded"] = "data that are cut off, where the standard rounds to the nearest",
        ["test_identity_opt"] = "a value that is optional",
        ["test_identity_sequence"] = "a value that is a sequence",
    };

    [Fact]
    public void Node_tests_of_the_standard_give_what_they_should()
    {
        if (!Directory.Exists(Folder)) Assert.Skip($"The tests of the standard are not installed in {Folder}.");
        var failures = new List<string>();
        int run = 0;
        foreach (string test in Directory.EnumerateDirectories(Folder).Order(StringComparer.Ordinal))
        {
            if (_skipped.ContainsKey(Path.GetFileName(test)) || !IsSupported(Path.Combine(test, "model.onnx"))) continue;
            run++;
            try
            {
                Run(test);
            }
            catch (Exception exception)
            {
                failures.Add($"{Path.GetFileName(test)}: {exception.GetType().Name}: {exception.Message}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {run} fail:\n{string.Join("\n", failures)}");
        Assert.True(run >= Fewest, $"Only {run} ran.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{run} ran, {_skipped.Count} were skipped.");
    }

    private static bool IsSupported(string path)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        return model.Graph.Node.All(node => OperatorCatalogue.All.Any(known => known.Name == node.OpType && known.Domain == node.Domain));
    }

    private static void Run(string test)
    {
        byte[] model = File.ReadAllBytes(Path.Combine(test, "model.onnx"));
        foreach (string folder in Directory.EnumerateDirectories(test))
        {
            OnnxDataSet data = OnnxDataSet.Read(model, folder);
            Assert.NotEmpty(data.Expected);
            Assert.Null(data.Difference(OnnxEvaluator.Run(new MemoryStream(model), data.Inputs)));
        }
    }
}
