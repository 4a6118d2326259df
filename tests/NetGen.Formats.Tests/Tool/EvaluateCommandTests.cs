using System.IO;
using System.Linq;
using Google.Protobuf;
using NetGen.Formats.Onnx;
using NetGen.Formats.Tests.Infrastructure;
using NetGen.Tool;
using Xunit;

namespace NetGen.Formats.Tests.Tool;

/// <summary>The evaluation of a graph on data sets in files.</summary>
public sealed class EvaluateCommandTests
{
    private static readonly float[] _input = [0.5f, -1f, 2f, 0f, 1f];

    [Fact]
    public void A_data_set_is_compared_with_what_the_graph_gives()
    {
        using var folder = new TemporaryFolder();
        Write(folder, Reference.Evaluate(Models.Varied(), _input).Select(value => (float)value).ToArray());

        (int code, string output, string error) = Run("evaluate", folder["model.onnx"]);

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("test_data_set_0: as expected", output);
        Assert.Contains("output: Float [1, 3] ", output);
    }

    [Fact]
    public void What_is_not_as_expected_is_shown_and_fails()
    {
        using var folder = new TemporaryFolder();
        Write(folder, [1f, 0f, 0f]);

        (int code, string output, string error) = Run("evaluate", folder["model.onnx"], "--data", folder["test_data_set_0"]);

        Assert.Equal(1, code);
        Assert.Contains("test_data_set_0: not as expected: 'output'[0] is ", output);
        Assert.Contains("error: 1 of 1 data sets give something else.", error);
    }

    [Fact]
    public void A_missing_data_set_or_input_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["model.onnx"], Models.Varied().ToOnnx());
        Assert.Contains("no folder test_data_set_*", Run("evaluate", folder["model.onnx"]).Error);
        Directory.CreateDirectory(folder["test_data_set_0"]);
        Assert.Contains("no input_0.pb, for the input 'input'", Run("evaluate", folder["model.onnx"]).Error);
    }

    private static void Write(TemporaryFolder folder, float[] output)
    {
        File.WriteAllBytes(folder["model.onnx"], Models.Varied().ToOnnx());
        Directory.CreateDirectory(folder["test_data_set_0"]);
        File.WriteAllBytes(Path.Combine(folder["test_data_set_0"], "input_0.pb"), Tensor(_input));
        File.WriteAllBytes(Path.Combine(folder["test_data_set_0"], "output_0.pb"), Tensor(output));
    }

    private static byte[] Tensor(float[] values) =>
        new TensorProto { DataType = (int)TensorProto.Types.DataType.Float, Dims = { 1, values.Length }, FloatData = { values } }.ToByteArray();

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        return (Cli.Run(arguments, output, error), output.ToString(), error.ToString());
    }
}
