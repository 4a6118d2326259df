using System;
using NetGen.Kernels;

namespace NetGen;

/// <summary>What private training does to the gradients of a step (see <see cref="DifferentialPrivacy"/>), and what the steps have spent.</summary>
internal sealed class PrivateGradients : IDisposable
{
    private readonly DifferentialPrivacy _options;
    private readonly PrivateRandom _random;
    private readonly GradientNoise _noise;
    private readonly RdpAccountant _accountant;
    private readonly int _batchSize;
    private long _steps;

    public PrivateGradients(NetworkInfo network, DifferentialPrivacy options, Dataset data, int batchSize, RdpAccountant accountant)
    {
        (_options, _accountant, _batchSize) = (options, accountant, Math.Min(batchSize, data.Count));
        _random = new PrivateRandom(options.InsecureSeed);
        _noise = new GradientNoise(network, _random);
        Batches = new PoissonBatches(data, batchSize, _random);
    }

    /// <summary>The batches that the steps take.</summary>
    public PoissonBatches Batches { get; }

    /// <summary>The bound on each sample's gradient.</summary>
    public float ClippingNorm => _options.ClippingNorm;

    /// <summary>Makes of the mean of a batch's gradients, each within the bound, their sum with noise, over the mean number of samples.</summary>
    public void AddNoise(Span<float> gradients, int samples)
    {
        ParameterMath.Scale(gradients, (float)samples / _batchSize);
        if (_options.NoiseMultiplier > 0) _noise.AddTo(gradients, _options.NoiseMultiplier * _options.ClippingNorm / _batchSize);
        _steps++;
    }

    /// <summary>Counts the steps of a training that goes on, epoch by epoch as they were counted before.</summary>
    public void Resume(long steps)
    {
        for (; steps >= Batches.StepsPerEpoch; steps -= Batches.StepsPerEpoch)
        {
            _steps = Batches.StepsPerEpoch;
            Compose();
        }

        _steps = steps;
    }

    /// <summary>What all steps so far have spent.</summary>
    public PrivacyBudget Spent()
    {
        Compose();
        return _options.NoiseMultiplier > 0 ? _accountant.Spent(_options.Delta) : new PrivacyBudget(double.PositiveInfinity, _options.Delta, RdpAccountant.DefaultOrders[0]);
    }

    private void Compose()
    {
        if (_options.NoiseMultiplier > 0) _accountant.Compose(_options.NoiseMultiplier, Batches.SamplingRate, _steps);
        _steps = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _random.Dispose();
}
