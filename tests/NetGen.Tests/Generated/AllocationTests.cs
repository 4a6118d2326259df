using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Generated;

/// <summary>Generated networks allocate nothing.</summary>
public sealed class AllocationTests
{
    private const int Calls = 10_000;
    private const int Batch = 5;

    public static TheoryData<string> Networks => StaticNetworks.TheoryData;

    public static TheoryData<string> Optimizers => [.. OptimizerCases.Names];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void UpdatesAllocateNothing(string name)
    {
        IOptimizer optimizer = OptimizerCases.Create(name);
        float[] parameters = new float[100], gradients = new float[100], state = new float[optimizer.StateLength(100)];
        Assert.Equal(0, Allocation.Measure(Calls, () => optimizer.Update(parameters, gradients, state, 1, 0.01f)));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void CallsAllocateNothing(string name)
    {
        INetwork network = StaticNetworks.Create(name);
        NetworkInfo info = network.Info;
        float[] inputs = new float[Batch * info.InputSize], outputs = new float[Batch * info.OutputSize];
        float[] input = new float[info.InputSize], output = new float[info.OutputSize];
        float[] gradients = new float[info.ParameterBufferLength];
        float[] inputGradients = new float[inputs.Length], inputGradient = new float[input.Length];

        Assert.Equal(0, Allocation.Measure(Calls, () => network.Forward(input, output)));
        Assert.Equal(0, Allocation.Measure(Calls, () => network.ForwardBatch(inputs, outputs)));
        Assert.Equal(0, Allocation.Measure(Calls, () => network.Predict(input)));
        Assert.Equal(0, Allocation.Measure(Calls, () => network.Backward(input, output, gradients, inputGradient)));
        Assert.Equal(0, Allocation.Measure(Calls, () => network.BackwardBatch(inputs, outputs, gradients, inputGradients)));
        Assert.Equal(0, Allocation.Measure(Calls, () => network.Backward(input, output, new LogCosh(), gradients)));
        Assert.Equal(0, Allocation.Measure(Calls, () => network.BackwardBatch(inputs, outputs, new LogCosh(), gradients, inputGradients)));
        Assert.Equal(0, Allocation.Measure(Calls, () => network.BackwardBatch(new TrainingPass { DropoutSeed = 1 }, inputs, outputs, new LogCosh(), gradients)));
        Assert.Equal(0, Allocation.Measure(Calls, () => network.BackwardBatch(new TrainingPass { ClippingNorm = 1f }, inputs, outputs, new LogCosh(), gradients)));
    }
}
