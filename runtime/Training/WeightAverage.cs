using System;
using System.IO;
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

    /// <summary>Puts the averages into a state.</summary>
    public void Save(StateTensors state)
    {
        state.AddParameters("average/", network.Info, _averages);
        state.Add("training/averaged_steps", _steps);
    }

    /// <summary>Takes the averages out of a state.</summary>
    /// <exception cref="InvalidDataException">There are none in it.</exception>
    public void Load(StateTensors state)
    {
        state.TakeParameters("average/", network.Info).CopyTo(_averages, 0);
        _steps = state.TakeNumber("training/averaged_steps", 0, long.MaxValue);
    }
}
