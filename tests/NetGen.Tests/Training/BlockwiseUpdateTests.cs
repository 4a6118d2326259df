using System;
using System.Linq;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Training;

public sealed class BlockwiseUpdateTests
{
    private const int Length = 20_005;

    public static TheoryData<string> Optimizers => [.. OptimizerCases.Names];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void BlocksInAnyOrderGiveWhatOneUpdateGives(string name)
    {
        IOptimizer optimizer = OptimizerCases.Create(name);
        var update = new BlockwiseUpdate<IOptimizer>(optimizer, Length);
        Assert.Equal(3, update.Count);

        float[] expected = Values(1), actual = Values(1), state = new float[optimizer.StateLength(Length)];
        for (int step = 1; step <= 3; step++)
        {
            float[] gradients = Values(step + 10);
            optimizer.Update(expected, gradients, state, step, 0.01f);
            foreach (int block in new[] { 1, 2, 0 }) update.Apply(block, actual, gradients, step, 0.01f);
        }

        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void ARuleThatIsNotElementwiseSeesAllParametersAtOnce()
    {
        var update = new BlockwiseUpdate<MomentumWithDecay>(new MomentumWithDecay(0.1f), Length);
        Assert.Equal(1, update.Count);
        float[] expected = Values(1), actual = Values(1), gradients = Values(2);
        new MomentumWithDecay(0.1f).Update(expected, gradients, new float[Length], 1, 0.1f);
        update.Apply(0, actual, gradients, 1, 0.1f);
        Assert.Equal(expected, actual);
    }

    private static float[] Values(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Length).Select(_ => random.NextSingle() - 0.5f)];
    }
}
