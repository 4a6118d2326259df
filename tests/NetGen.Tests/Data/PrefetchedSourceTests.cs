using System;
using System.IO;
using System.Linq;
using System.Threading;
using Xunit;

namespace NetGen.Tests.Data;

public sealed class PrefetchedSourceTests
{
    private static readonly float[] _input = new float[TestSources.Features];
    private static readonly float[] _target = new float[TestSources.Targets];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(4, 3)]
    [InlineData(4, 9)]
    [InlineData(100, 4)]
    public void TheSamplesAreThoseOfTheSourceInItsOrder(int bufferSize, int atATime)
    {
        ISampleSource source = TestSources.Numbered(50).AsSource(seed: 1);
        using var ahead = new PrefetchedSource(TestSources.Numbered(50).AsSource(seed: 1), bufferSize);
        for (int epoch = 1; epoch <= 3; epoch++)
            Assert.Equal(TestSources.ReadNumbers(source, epoch, 5), TestSources.ReadNumbers(ahead, epoch, atATime));
    }

    [Fact]
    public void TheNextBufferIsFilledWhileOneIsRead()
    {
        using var second = new ManualResetEventSlim();
        int caller = Environment.CurrentManagedThreadId;
        var source = Numbers(12, beforeRead: read =>
        {
            Assert.NotEqual(caller, Environment.CurrentManagedThreadId);
            if (read == 4) second.Set();
        });
        using var ahead = new PrefetchedSource(source, bufferSize: 4);
        ahead.Restart(1);
        Assert.Equal(1, ahead.Read(_input, _target));
        Assert.True(second.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken), "Nobody has read ahead.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(12)]
    public void AnExceptionOfTheSourceComesAfterTheSamplesBeforeIt(int failAt)
    {
        bool fails = true;
        var source = Numbers(12, mostAtATime: 2, beforeRead: read =>
        {
            if (fails && read == failAt) throw new TimeZoneNotFoundException("On purpose.");
        });
        using var ahead = new PrefetchedSource(source, bufferSize: 4);
        ahead.Restart(1);
        for (int i = 0; i < failAt; i++) Assert.Equal(1, ahead.Read(_input, _target));
        Assert.Throws<TimeZoneNotFoundException>(() => ahead.Read(_input, _target));
        Assert.Throws<TimeZoneNotFoundException>(() => ahead.Read(_input, _target));

        // Another epoch starts anew.
        fails = false;
        Assert.Equal(Enumerable.Range(0, 12), TestSources.ReadNumbers(ahead, 2, 5));
    }

    [Fact]
    public void AnExceptionInTheMidstOfAnEpochThatIsLeftIsForgotten()
    {
        var source = Numbers(12, beforeRead: read =>
        {
            if (read == 4) throw new TimeZoneNotFoundException();
        });
        using var ahead = new PrefetchedSource(source, bufferSize: 4);
        for (int epoch = 1; epoch <= 20; epoch++)
        {
            ahead.Restart(epoch);
            Assert.Equal(1, ahead.Read(_input, _target));
        }
    }

    [Fact]
    public void AnEpochIsLeftOnlyWhenTheReadUnderWayHasEnded()
    {
        // Each read takes longer than it takes to begin the next epoch.
        var source = Numbers(12, beforeRead: _ => Thread.Sleep(20));
        using var ahead = new PrefetchedSource(source, bufferSize: 4);
        for (int epoch = 1; epoch <= 5; epoch++)
        {
            ahead.Restart(epoch);
            Assert.Equal(1, ahead.Read(_input, _target));
            Assert.Equal(0f, _input[0]);
        }

        Assert.Equal(Enumerable.Range(0, 12), TestSources.ReadNumbers(ahead, 6, 5));
    }

    [Fact]
    public void ASourceThatHasEndedIsNotReadOnceMore()
    {
        int ends = 0;
        using var ahead = new PrefetchedSource(Numbers(12, beforeRead: read => ends += read == 12 ? 1 : 0), bufferSize: 5);
        Assert.Equal(Enumerable.Range(0, 12), TestSources.ReadNumbers(ahead, 1, 5));
        ahead.Restart(2);
        Assert.Equal(1, ends);
    }

    [Fact]
    public void ANumberOfSamplesThatCannotBeIsRefused()
    {
        using var ahead = new PrefetchedSource(new LyingSource(), bufferSize: 4);
        ahead.Restart(1);
        Assert.Contains("read 5 samples; there was room for 4", Assert.Throws<InvalidDataException>(() => ahead.Read(new float[1], new float[1])).Message);
    }

    [Fact]
    public void DisposalEndsTheThreadAndLeavesTheSource()
    {
        Thread? thread = null;
        var source = Numbers(12, beforeRead: _ => thread = Thread.CurrentThread);
        var ahead = new PrefetchedSource(source, bufferSize: 4);
        ahead.Restart(1);
        Assert.Equal(1, ahead.Read(_input, _target));
        ahead.Dispose();
        ahead.Dispose();
        Assert.False(thread!.IsAlive);
        Assert.Throws<ObjectDisposedException>(() => ahead.Read(_input, _target));
        Assert.Throws<ObjectDisposedException>(() => ahead.Restart(2));
        source.Restart(2);
        Assert.Equal(1, source.Read(_input, _target));
    }

    [Fact]
    public void BadArgumentsAreRefused()
    {
        Assert.Throws<ArgumentNullException>("source", () => new PrefetchedSource(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("bufferSize", () => new PrefetchedSource(Numbers(1), 0));
        Assert.Throws<ArgumentOutOfRangeException>("bufferSize", () => new PrefetchedSource(Numbers(1), int.MaxValue));
    }

    private static ScriptedSource Numbers(int samples, int mostAtATime = int.MaxValue, Action<int>? beforeRead = null) =>
        new(TestSources.Features, TestSources.Targets, _ => [.. Enumerable.Range(0, samples).Select(i => (float[])[i, i + 0.25f, i + 0.5f, -i, i / 2f])])
        {
            MostAtATime = mostAtATime,
            BeforeRead = beforeRead,
        };

    private sealed class LyingSource : ISampleSource
    {
        public int FeatureCount => 1;

        public int TargetSize => 1;

        public long? SampleCount => null;

        public void Restart(int epoch)
        {
        }

        public int Read(Span<float> inputs, Span<float> targets) => 5;
    }
}
