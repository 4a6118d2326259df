using System;
using NetGen.Kernels;

namespace NetGen;

/// <summary>An exponential moving average of a network's parameters (see <see cref="TrainingOptions.AveragingDecay"/>).</summary>
internal sealed class WeightAverage(INetwork network, float decay)
{
    private readonly float[] _averages = network.Parameters.ToArray();
    private readonly float[] _spare = new float[network.Parameters.Length];
    private long _steps;

    /// <summary>Takes the parameters after a step in.</summary>
    public void Add()
    {
        _steps++;
        ParameterMath.Average(_averages, network.Parameters, (float)Math.Min(decay, (1.0 + _steps) / (10.0 + _steps)));
    }

    /// <summary>Gives the network the averages and keeps its parameters, or back again.</summary>
    public void Exchange()
    {
        network.Parameters.CopyTo(_spare);
        _averages.CopyTo(network.Parameters);
        _spare.CopyTo(_averages, 0);
    }
}
