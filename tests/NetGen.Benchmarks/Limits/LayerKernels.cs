using System;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using NetGen.Kernels;

namespace NetGen.Benchmarks.Limits;

/// <summary>
/// The generated kernels of a network of one layer without activation, on buffers of their own. Their class is local to the generated file, so that only
/// function pointers reach them; the calls cost what those in generated code cost.
/// </summary>
internal sealed unsafe class LayerKernels
{
    // Rows may be padded by a vector, outputs to whole vectors, too.
    private const int MostPadding = 32;

    private readonly nuint _rows;
    private readonly AlignedBuffer _parameters;
    private readonly AlignedBuffer _gradients;
    private readonly AlignedBuffer _inputs;
    private readonly AlignedBuffer _outputs;
    private readonly AlignedBuffer _inputGradients;
    private readonly AlignedBuffer _outputGradients;
    private readonly delegate*<ref float, ref float, ref float, void> _forwardOne;
    private readonly delegate*<ref float, ref float, ref float, nuint, void> _forward;
    private readonly delegate*<ref float, ref float, ref float, nuint, bool, void> _backward;
    private readonly delegate*<ref float, ref float, ref float, nuint, void> _inputGradient;

    /// <summary>Finds the kernels that the network uses on this machine, and compiles them.</summary>
    public LayerKernels(INetwork network, int rows)
    {
        _rows = (nuint)rows;
        (Inputs, Outputs) = (network.Info.InputSize, network.Info.OutputSize);
        (_parameters, _gradients) = (new AlignedBuffer(network.Info.ParameterBufferLength), new AlignedBuffer(network.Info.ParameterBufferLength));
        (_inputs, _inputGradients) = (new AlignedBuffer(rows * (Inputs + MostPadding)), new AlignedBuffer(rows * (Inputs + MostPadding)));
        (_outputs, _outputGradients) = (new AlignedBuffer(rows * (Outputs + MostPadding)), new AlignedBuffer(rows * (Outputs + MostPadding)));
        network.Parameters.CopyTo(_parameters.Span);
        _inputs.Span.Fill(0.5f);
        _outputGradients.Span.Fill(0.25f);

        string name = $"__{network.GetType().Name}Kernels{(Processor.HasVectorsOf512Bits ? "512" : "")}";
        Type kernels = network.GetType().Assembly.GetTypes().Single(type => type.Name.EndsWith(name, StringComparison.Ordinal));
        _forwardOne = (delegate*<ref float, ref float, ref float, void>)Compile(kernels, "ForwardDense1");
        _forward = (delegate*<ref float, ref float, ref float, nuint, void>)Compile(kernels, "ForwardDense1Batch");
        _backward = (delegate*<ref float, ref float, ref float, nuint, bool, void>)Compile(kernels, "BackwardDense1Batch");
        _inputGradient = (delegate*<ref float, ref float, ref float, nuint, void>)Compile(kernels, "InputGradientDense1Batch");
    }

    /// <summary>The inputs of the layer.</summary>
    public int Inputs { get; }

    /// <summary>The outputs of the layer.</summary>
    public int Outputs { get; }

    /// <summary>z = W·x + b of one sample.</summary>
    public void ForwardOne(int calls)
    {
        for (int call = 0; call < calls; call++) _forwardOne(ref _parameters.Reference, ref _inputs.Reference, ref _outputs.Reference);
    }

    /// <summary>z = W·x + b of each row.</summary>
    public void Forward(int calls)
    {
        for (int call = 0; call < calls; call++) _forward(ref _parameters.Reference, ref _inputs.Reference, ref _outputs.Reference, _rows);
    }

    /// <summary>dW and db.</summary>
    public void WeightGradient(int calls)
    {
        for (int call = 0; call < calls; call++) _backward(ref _inputs.Reference, ref _outputGradients.Reference, ref _gradients.Reference, _rows, false);
    }

    /// <summary>dx = Wᵀ·dz of each row.</summary>
    public void InputGradient(int calls)
    {
        for (int call = 0; call < calls; call++) _inputGradient(ref _parameters.Reference, ref _outputGradients.Reference, ref _inputGradients.Reference, _rows);
    }

    private static nint Compile(Type kernels, string method)
    {
        RuntimeMethodHandle handle = kernels.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MethodHandle;
        RuntimeHelpers.PrepareMethod(handle);
        return handle.GetFunctionPointer();
    }
}
