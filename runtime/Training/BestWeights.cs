using System;
using System.IO;

namespace NetGen;

/// <summary>The weights of the best epoch so far, by the metric of <see cref="EarlyStopping"/>.</summary>
internal sealed class BestWeights(INetwork network, EarlyStopping options)
{
    private readonly float[] _weights = options.RestoresBest ? new float[network.Parameters.Length] : [];
    private float _best;
    private int _lastEpoch;

    /// <summary>The best epoch, from 1; 0 before there is one.</summary>
    public int Epoch { get; private set; }

    /// <summary>Whether it is time to stop: as many epochs as there is patience for have gone by since the best one.</summary>
    public bool IsPatienceOver => _lastEpoch - Epoch >= options.Patience;

    /// <summary>Looks at an epoch, after which the network still has its weights.</summary>
    public void Observe(EpochReport epoch)
    {
        _lastEpoch = epoch.Epoch;
        float metric = options.Metric(epoch);
        float improvement = options.HigherIsBetter ? metric - _best : _best - metric;
        if (Epoch > 0 ? !(improvement > options.MinImprovement) : float.IsNaN(metric)) return;
        (_best, Epoch) = (metric, epoch.Epoch);
        if (options.RestoresBest) network.Parameters.CopyTo(_weights);
    }

    /// <summary>Gives the network the weights of the best epoch, if there is one and it is wanted.</summary>
    public void Restore()
    {
        if (options.RestoresBest && Epoch > 0) _weights.CopyTo(network.Parameters);
    }

    /// <summary>Puts the best epoch and its weights into a state.</summary>
    public void Save(StateTensors state)
    {
        if (options.RestoresBest) state.AddParameters("best/", network.Info, _weights);
        state.Add("training/best_epoch", (long)Epoch);
        state.Add("training/best_metric", _best);
        state.Add("training/watched_epochs", (long)_lastEpoch);
    }

    /// <summary>Takes the best epoch and its weights out of a state.</summary>
    /// <exception cref="InvalidDataException">There are none in it.</exception>
    public void Load(StateTensors state)
    {
        if (options.RestoresBest) state.TakeParameters("best/", network.Info).CopyTo(_weights, 0);
        Epoch = (int)state.TakeNumber("training/best_epoch", 0, int.MaxValue);
        _best = state.Take<float>("training/best_metric");
        _lastEpoch = (int)state.TakeNumber("training/watched_epochs", Epoch, int.MaxValue);
    }
}
