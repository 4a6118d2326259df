using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.IO;

namespace NetGen.Tool;

/// <summary>The help, followed by examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int result = help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in Examples(parseResult.CommandResult.Command.Name)) output.WriteLine($"  {example}");
        return result;
    }

    private static string[] Examples(string command) => command switch
    {
        "import" =>
        [
            "netgen import digits.onnx --namespace MyApp",
            "netgen import model.safetensors --name Digits --activation relu --output-activation softmax --output Networks",
            "netgen import weights.npz --activations tanh,leaky_relu:0.2,identity --layout out-in",
            "netgen import model.safetensors --activation relu --layers fc1,bn1,fc2 --batch-norm before",
        ],
        "export" => ["netgen export Digits.safetensors --onnx", "netgen export Animals.safetensors --onnx --class-names cat,dog --batch 1",
            "netgen export weights.npz --activation relu --onnx --output model.onnx",
            "netgen export Digits.safetensors --safetensors --dtype f16 --output half.safetensors"],
        "inspect" => ["netgen inspect model.safetensors", "netgen inspect model.onnx"],
        "diagram" => ["netgen diagram Digits.safetensors", "netgen diagram Digits.safetensors --svg --output digits.svg"],
        "evaluate" => ["netgen evaluate model.onnx", "netgen evaluate model.onnx --data test_data_set_0"],
        _ => ["netgen import model.safetensors --activation relu --output-activation softmax", "netgen export Model.safetensors --onnx",
            "netgen inspect model.onnx"],
    };
}
