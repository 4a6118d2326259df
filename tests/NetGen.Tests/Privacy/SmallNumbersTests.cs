using System;
using Xunit;

namespace NetGen.Tests.Privacy;

public sealed class SmallNumbersTests
{
    /// <summary>Values by mpmath, rounded to 18 digits.</summary>
    [Theory]
    [InlineData(-0.75, -1.38629436111989062, -0.527633447258985293)]
    [InlineData(-1e-3, -0.00100050033358353352, -0.000999500166625008353)]
    [InlineData(-1e-10, -1.00000000005000004e-10, -9.99999999950000036e-11)]
    [InlineData(1e-300, 1e-300, 1e-300)]
    [InlineData(1e-8, 9.99999995000000054e-9, 1.00000000500000004e-8)]
    [InlineData(0.3, 0.262364264467491043, 0.349858807576003089)]
    [InlineData(40, 3.7135720667043078, 235385266837019984.0)]
    [InlineData(700, 6.55250788703459009, 1.01423205473500451e+304)]
    public void AreAccurate(double x, double logOnePlus, double expMinusOne)
    {
        Assert.Equal(logOnePlus, SmallNumbers.LogOnePlus(x), 1e-15 * Math.Abs(logOnePlus));
        Assert.Equal(expMinusOne, SmallNumbers.ExpMinusOne(x), 1e-15 * Math.Abs(expMinusOne));
    }

    [Fact]
    public void HaveTheLimits()
    {
        Assert.Equal(0, SmallNumbers.LogOnePlus(0));
        Assert.Equal(double.NegativeInfinity, SmallNumbers.LogOnePlus(-1));
        Assert.Equal(double.PositiveInfinity, SmallNumbers.LogOnePlus(double.PositiveInfinity));
        Assert.Equal(0, SmallNumbers.ExpMinusOne(0));
        Assert.Equal(-1, SmallNumbers.ExpMinusOne(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, SmallNumbers.ExpMinusOne(double.PositiveInfinity));
    }
}
