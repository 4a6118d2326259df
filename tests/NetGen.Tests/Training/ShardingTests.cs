using Xunit;

namespace NetGen.Tests.Training;

public sealed class ShardingTests
{
    [Theory]
    [InlineData(256, 109_386, 2, 2)]
    [InlineData(64, 109_386, 2, 2)]
    [InlineData(63, 109_386, 2, 1)]
    [InlineData(1, 16_000_000, 8, 1)]
    [InlineData(256, 109_386, 1, 1)]
    [InlineData(256, 109_386, 100, 8)]
    [InlineData(256, 2_410, 2, 2)]
    [InlineData(128, 2_410, 2, 1)]
    [InlineData(4_096, 387, 16, 6)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue / 32)]
    public void ABatchIsCutByItsSize(int samples, int parameters, int workers, int expected) =>
        Assert.Equal(expected, Sharding.Default.Count(samples, parameters, workers));

    [Fact]
    public void ThreadsAreStartedForLongTrainingOnly()
    {
        Assert.Equal(1, Sharding.Default.Threads(2, 1e6));
        Assert.Equal(System.Math.Min(2, System.Environment.ProcessorCount), Sharding.Default.Threads(2, 1e9));
    }
}
