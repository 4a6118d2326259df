using System;
using System.IO;
using System.Numerics;

namespace NetGen;

/// <summary>
/// Batches to which each sample of a data set belongs with the same probability, independently of the others and of other batches: Poisson sampling, which the accounting of
/// privacy stands on. A batch may be empty.
/// </summary>
internal sealed class PoissonBatches : Batches
{
    private const int DrawsAtOnce = 64;

    private readonly Dataset _data;
    private readonly PrivateRandom _random;
    private readonly double _inverseLogAbsence;
    private readonly double[] _absences = new double[DrawsAtOnce];
    private int[] _members;
    private GatheredRows _gathered;
    private int _step;

    /// <summary>Makes batches of so many samples in the mean.</summary>
    public PoissonBatches(Dataset data, int batchSize, PrivateRandom random)
    {
        (_data, _random) = (data, random);
        batchSize = Math.Min(batchSize, data.Count);
        SamplingRate = (double)batchSize / data.Count;
        _inverseLogAbsence = 1 / Math.Log(1 - SamplingRate);
        StepsPerEpoch = (data.Count + batchSize - 1) / batchSize;

        // A batch exceeds its mean by eight standard deviations once in 10¹⁵ times. If one does, the buffers grow.
        int capacity = (int)Math.Min(data.Count, batchSize + 8 * Math.Sqrt(batchSize) + 16);
        (_members, _gathered) = (new int[capacity], new GatheredRows(data, capacity));
    }

    /// <summary>The probability q that a batch has a sample.</summary>
    public double SamplingRate { get; }

    /// <summary>The batches of an epoch: as many as there would be of the mean size.</summary>
    public int StepsPerEpoch { get; }

    /// <inheritdoc/>
    public override int BatchSize => _members.Length;

    /// <inheritdoc/>
    public override long? SampleCount => _data.Count;

    /// <inheritdoc/>
    public override void Restart(int epoch) => _step = 0;

    /// <inheritdoc/>
    public override bool Next(out int samples)
    {
        samples = _step < StepsPerEpoch ? Draw() : 0;
        return _step++ < StepsPerEpoch;
    }

    /// <inheritdoc/>
    public override void Part(int start, int count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets) =>
        _gathered.Gather(_members.AsSpan(start, count), start, out inputs, out targets);

    /// <inheritdoc/>
    public override void Save(StateTensors state) => state.Add<long>("training/private_random", _random.SaveState());

    /// <inheritdoc/>
    public override void Resume(StateTensors state, TrainingProgress progress)
    {
        if (!_random.TryLoadState(state.Take<long>("training/private_random", PrivateRandom.StateLength)))
            throw new InvalidDataException("The state of the random numbers is none.");
        _step = progress.IsEpochBegun ? progress.Batches : StepsPerEpoch;
    }

    /// <summary>Draws the members of a batch: from one to the next, the samples left out are of the geometric distribution.</summary>
    private int Draw()
    {
        int count = 0, used = DrawsAtOnce;
        double member = -1;
        while (true)
        {
            if (used == DrawsAtOnce)
            {
                DrawAbsences();
                used = 0;
            }

            member += 1 + _absences[used++];
            if (member >= _data.Count) return count;
            if (count == _members.Length) Grow();
            _members[count++] = (int)member;
        }
    }

    private void DrawAbsences()
    {
        _random.FillUniform(_absences);
        for (int i = 0; i < DrawsAtOnce; i += Vector<double>.Count)
        {
            Span<double> some = _absences.AsSpan(i, Vector<double>.Count);
            Vector.Floor(Vector.Log(new Vector<double>(some)) * new Vector<double>(_inverseLogAbsence)).CopyTo(some);
        }
    }

    private void Grow()
    {
        Array.Resize(ref _members, Math.Min(_data.Count, 2 * _members.Length));
        _gathered = new GatheredRows(_data, _members.Length);
    }
}
