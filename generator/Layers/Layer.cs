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
    /// Prints the layer's methods, named after <see cref="LayerPlan.MethodName"/>, where … stands for the batch's <c>int rows</c>:
    /// <code>
    /// Forward{Name}[Batch](ref float p, ref float x, [ref float z,] ref float h, …)
    /// Backward{Name}[Batch](ref float x, [ref float z | ref float h,] ref float dz, ref float g, …, bool accumulate)
    /// InputGradient{Name}[Batch](ref float p, ref float dz, ref float dx, …)
    /// </code>
    /// Forward of the last layer stops at z. Backward receives dL/dh in dz and leaves dL/dz there, except for the last layer, which receives dL/dz.
    /// </summary>
    public abstract void EmitMethods(LayerPlan layer, CodeWriter writer);

    /// <summary>The formula of the forward pass for the summary of the network: <c>h1 = tanh(W1·x + b1)</c>.</summary>
    public abstract string Formula(LayerPlan layer);
}
