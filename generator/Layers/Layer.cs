using NetGen.Generator.Emission;
using NetGen.Generator.Lowering;
using NetGen.Generator.Model;

namespace NetGen.Generator.Layers;

/// <summary>
/// A kind of layer: how its declaration becomes a plan, and how the plan is printed. The instances are stateless and live
/// in the <see cref="LayerCatalog"/>; what flows through the pipeline are the plans.
/// </summary>
internal abstract class Layer
{
    /// <summary>The attribute's name without its ending: <c>Dense</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Checks the declaration against its input and decides every number; null, and an issue, if it makes no sense.</summary>
    public abstract LayerPlan? Lower(LayerDeclaration declaration, LoweringContext context);

    /// <summary>
    /// Prints the layer's methods, named after <see cref="LayerPlan.MethodName"/>, where … stands for the batch's <c>nuint rows</c>:
    /// <code>
    /// Forward{Name}[Batch](ref float p, ref float x, [ref float z,] ref float h, …)
    /// Backward{Name}[Batch](ref float x, [ref float z | ref float h,] ref float dz, ref float g, …, bool accumulate[, bool derive])
    /// InputGradient{Name}[Batch](ref float p, ref float dz, ref float dx, …)
    /// SquaredNorms{Name}(ref float x, [ref float z | ref float h,] ref float dz, ref float squares, nuint rows)
    /// </code>
    /// Forward of the last layer stops at z. Backward and SquaredNorms receive dL/dh in dz and leave dL/dz there, except for the last layer, which receives dL/dz.
    /// A layer with other methods prints other calls.
    /// </summary>
    public abstract void EmitMethods(LayerPlan layer, CodeWriter writer);

    /// <summary>The formula of the forward pass for the summary of the network: <c>h1 = tanh(W1·x + b1)</c>.</summary>
    public abstract string Formula(LayerPlan layer);

    /// <summary>The creation of the runtime's <c>LayerInfo</c>, as text.</summary>
    public virtual string Info(LayerPlan layer) => $"new(\"{layer.Kind}\", \"{layer.Name}\", {layer.Output.Shape})";

    /// <summary>The call of the forward method. Inference needs no z beside h, and lets them be the same.</summary>
    public virtual string ForwardCall(LayerPlan layer, bool isTraining, bool isBatch)
    {
        string logits = !layer.SavesLogits ? "" : isTraining ? $"ref z{layer.Number}, " : $"ref {layer.Output.Name}, ";
        return $"Forward{layer.MethodName}{Batch(isBatch)}(ref p, ref {layer.Input.Name}, {logits}ref {layer.Output.Name}{Rows(isBatch)});";
    }

    /// <summary>The call that adds to the gradients of the layer's parameters; null if there are none. A layer that derives on demand may be given dL/dz of a batch.</summary>
    public virtual string? BackwardCall(LayerPlan layer, bool isBatch, bool derive = true) =>
        $"Backward{layer.MethodName}{Batch(isBatch)}(ref {layer.Input.Name}, {Saved(layer)}ref dz{layer.Number}, ref g{Rows(isBatch)}, accumulate{(isBatch && layer.DerivesOnDemand ? $", derive: {(derive ? "true" : "false")}" : "")});";

    /// <summary>The call that makes dL/dx of dL/dz, in a place of that name.</summary>
    public virtual string InputGradientCall(LayerPlan layer, string dx, bool isBatch) =>
        $"InputGradient{layer.MethodName}{Batch(isBatch)}(ref p, ref dz{layer.Number}, ref {dx}{Rows(isBatch)});";

    /// <summary>The call that makes dL/dz of dL/dh and adds to the squares of the samples' gradient norms, for a layer that is trained.</summary>
    public string SquaredNormsCall(LayerPlan layer) =>
        $"SquaredNorms{layer.MethodName}(ref {layer.Input.Name}, {Saved(layer)}ref dz{layer.Number}, ref squares, rows);";

    private static string Saved(LayerPlan layer) => layer.DerivativeSource is { } source ? $"ref {source}, " : "";

    private static string Batch(bool isBatch) => isBatch ? "Batch" : "";

    private static string Rows(bool isBatch) => isBatch ? ", rows" : "";
}
