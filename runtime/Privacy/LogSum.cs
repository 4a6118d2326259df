using System;

namespace NetGen;

/// <summary>A sum of numbers given by their logarithms and signs, which may lie far outside the range of double.</summary>
internal struct LogSum
{
    private double _largest = double.NegativeInfinity;
    private double _scaled;

    public LogSum()
    {
    }

    /// <summary>The logarithm of the sum.</summary>
    public readonly double Log => _largest + Math.Log(_scaled);

    /// <summary>Adds sign·e^log.</summary>
    public void Add(double log, int sign = 1)
    {
        if (log > _largest)
        {
            _scaled = _scaled * Math.Exp(_largest - log) + sign;
            _largest = log;
        }
        else if (log > double.NegativeInfinity)
        {
            _scaled += sign * Math.Exp(log - _largest);
        }
    }
}
