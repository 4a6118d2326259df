using System;
using System.Collections.Generic;
using System.Linq;

namespace NetGen.Benchmarks.Growth;

/// <summary>How something grows with a size, in one or more series.</summary>
/// <param name="Name">A short name, also that of its files.</param>
/// <param name="Title">What is measured against what.</param>
/// <param name="XAxis">The size.</param>
/// <param name="YAxis">The measured quantity with its unit.</param>
/// <param name="Law">How it may grow.</param>
/// <param name="Series">The measurements.</param>
internal sealed record Curve(string Name, string Title, string XAxis, string YAxis, GrowthLaw Law, IReadOnlyList<Series> Series)
{
    /// <summary>Measures series over the same sizes.</summary>
    /// <param name="measure">Measures one size: a value for each series.</param>
    /// <param name="names">The names of the series.</param>
    /// <param name="sizes">The sizes, ascending.</param>
    public static IReadOnlyList<Series> Measure(IEnumerable<int> sizes, IReadOnlyList<string> names, Func<int, double[]> measure)
    {
        var points = sizes.Select(size => (Size: size, Values: measure(size))).ToList();
        return [.. names.Select((name, index) => new Series(name, [.. points.Select(point => new Point(point.Size, point.Values[index]))]))];
    }
}

/// <summary>One line of a curve.</summary>
internal sealed record Series(string Name, IReadOnlyList<Point> Points);

/// <summary>One measurement.</summary>
internal readonly record struct Point(double X, double Y);
