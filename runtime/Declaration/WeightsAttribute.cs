using System;

namespace NetGen;

/// <summary>
/// Puts trained weights into the assembly: <c>new DigitClassifier()</c> then has them, without a file beside the program, and without a parser. The file is a safetensors file of the
/// network's tensors as F32, F16 or BF16, as <see cref="NetworkExtensions.Save(INetwork, string)"/> writes it; it is checked against the layers when the class is compiled.
/// </summary>
/// <remarks>
/// The project names it as well: <c>&lt;NetGenWeights Include="digits.safetensors" /&gt;</c>. Weights of another file can still be loaded at run time, and
/// a seed given to the constructor starts training anew. If the file carries samples (<see cref="SaveOptions.SelfCheckInputs"/>), the class gets a method <c>SelfCheck()</c>.
/// </remarks>
/// <param name="file">The file, as the project's item has it: relative to the project, with '/' between folders.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, Inherited = false)]
public sealed class WeightsAttribute(string file) : Attribute
{
    /// <summary>The file.</summary>
    public string File { get; } = file;
}
