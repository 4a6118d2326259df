using System;
using Xunit;

namespace NetGen.Tests.Privacy;

public sealed class LogErfcTests
{
    /// <summary>
    /// Values of ln erfc x in 40 digits by mpmath, rounded to 20; on both sides of each change of formula, and beyond the underflow of erfc at 26.5.
    /// </summary>
    [Theory]
    [InlineData(-30, 0.69314718055994530942)]
    [InlineData(-3, 0.69313613525044681032)]
    [InlineData(-1.5, 0.67605450273396056397)]
    [InlineData(-1, 0.61123231767807049464)]
    [InlineData(-0.75, 0.53716895141249712489)]
    [InlineData(-0.1, 0.10657640058652249059)]
    [InlineData(-1e-9, 1.1283791664588928719e-9)]
    [InlineData(0, 0)]
    [InlineData(1e-9, -1.1283791677321324166e-9)]
    [InlineData(0.1, -0.11930497373739560532)]
    [InlineData(0.5, -0.73501112983708440303)]
    [InlineData(0.999, -1.8469673854846986796)]
    [InlineData(1, -1.8496055099332482486)]
    [InlineData(1.5, -3.3844920895515527203)]
    [InlineData(2, -5.3649412646166375745)]
    [InlineData(3, -10.720363041981112568)]
    [InlineData(5, -27.200889545537434422)]
    [InlineData(10, -102.87988902484488857)]
    [InlineData(26, -679.83119976319423026)]
    [InlineData(30, -903.97411711064387808)]
    [InlineData(100, -10005.177585122664333)]
    [InlineData(1e5, -10000000012.085290408)]
    public void IsAccurate(double x, double expected) => Assert.Equal(expected, LogErfc.Evaluate(x), 2e-15 * Math.Abs(expected));

    [Fact]
    public void HasTheLimits()
    {
        Assert.Equal(Math.Log(2), LogErfc.Evaluate(double.NegativeInfinity));
        Assert.Equal(double.NegativeInfinity, LogErfc.Evaluate(1e200));
    }
}
