using System;
using System.Linq;
using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Growth;

/// <summary>How something may grow, and whether it does.</summary>
internal abstract record GrowthLaw
{
    /// <summary>What the series shows, and whether that is within the law.</summary>
    public abstract (string Finding, bool Holds) Judge(Series series);

    /// <summary>
    /// No faster than the work does: in y ~ work^p, fitted to all points by least squares of the logarithms, p is at most <paramref name="MostExponent"/>.
    /// It is above 1 by a little where larger sizes come from slower memory.
    /// </summary>
    /// <param name="Work">The work of a size.</param>
    /// <param name="MostExponent">The most that p may be.</param>
    internal sealed record WithWork(Func<double, double> Work, double MostExponent = 1.1) : GrowthLaw
    {
        public override (string Finding, bool Holds) Judge(Series series)
        {
            (double X, double Y)[] logarithms = [.. series.Points.Select(point => (Math.Log(Work(point.X)), Math.Log(point.Y)))];
            double meanX = logarithms.Average(point => point.X), meanY = logarithms.Average(point => point.Y);
            double exponent = logarithms.Sum(point => (point.X - meanX) * (point.Y - meanY)) / logarithms.Sum(point => (point.X - meanX) * (point.X - meanX));
            double[] costs = [.. series.Points.Select(point => point.Y / Work(point.X))];
            return (
                $"work^{Format.Digits(exponent)}, at most work^{Format.Digits(MostExponent)}; at the largest size, work costs {Format.Ratio(costs[^1] / costs.Min())} the least",
                exponent <= MostExponent);
        }
    }

    /// <summary>Not at all, from some size on: the largest is at most so many times the smallest.</summary>
    /// <param name="From">The size from which on nothing may grow.</param>
    /// <param name="MostRatio">What noise and the length of constants are allowed.</param>
    internal sealed record Constant(double From, double MostRatio) : GrowthLaw
    {
        public override (string Finding, bool Holds) Judge(Series series)
        {
            double[] values = [.. series.Points.Where(point => point.X >= From).Select(point => point.Y)];
            double ratio = values.Max() / values.Min();
            return ($"largest ÷ smallest from {From} on: {Format.Ratio(ratio)}, at most {Format.Ratio(MostRatio)}", ratio <= MostRatio);
        }
    }

    /// <summary>Down, as workers share the work: the time at the last point is at most so much of that at the first.</summary>
    /// <param name="LeastSpeedUp">How many times as fast the last point has to be.</param>
    internal sealed record SpeedUp(double LeastSpeedUp) : GrowthLaw
    {
        public override (string Finding, bool Holds) Judge(Series series)
        {
            double speedUp = series.Points[0].Y / series.Points[^1].Y;
            return ($"{Format.Ratio(speedUp)} as fast, at least {Format.Ratio(LeastSpeedUp)}", speedUp >= LeastSpeedUp);
        }
    }
}
