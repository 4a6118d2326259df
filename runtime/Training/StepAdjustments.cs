using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using NetGen.Kernels;

namespace NetGen;

/// <summary>What <see cref="TrainingOptions"/> do to the gradients and the parameters of each step, tensor by tensor.</summary>
internal sealed class StepAdjustments
{
    private readonly record struct Tensor(TensorInfo Info, float L1, float L2, float WeightDecay, float MaxNorm, bool IsFrozen)
    {
        public Span<float> Of(Span<float> buffer) => buffer.Slice(Info.Offset, Info.Length);

        public ReadOnlySpan<float> Of(ReadOnlySpan<float> buffer) => buffer.Slice(Info.Offset, Info.Length);

        public string Description =>
            IsFrozen ? "frozen" : string.Create(CultureInfo.InvariantCulture, $"L1 {L1}, L2 {L2}, weight decay {WeightDecay}, maximum norm {MaxNorm}");
    }

    private readonly Tensor[] _tensors;
    private readonly GradientClipping? _clipping;
    private readonly float[] _frozen;
    private double _penaltySum;
    private double _normSum;
    private long _steps;

    /// <summary>Refuses names that the network does not have.</summary>
    /// <exception cref="ArgumentException">There is no layer or tensor of a name.</exception>
    public StepAdjustments(INetwork network, TrainingOptions options)
    {
        NetworkInfo info = network.Info;
        Regularization regularization = options.Regularization ?? new Regularization();
        string[] layers = [.. info.Tensors.Select(tensor => tensor.Layer).Distinct()];
        foreach ((string layer, Regularization inner) in regularization.Layers)
        {
            if (!layers.Contains(layer)) throw Unknown(info, "layer", layer, layers);
            if (!inner.Layers.IsEmpty) throw new ArgumentException($"The regularisation of layer '{layer}' names layers itself.", nameof(options));
        }

        foreach (string name in options.Frozen)
        {
            if (!layers.Contains(name) && info.Tensors.All(tensor => tensor.Name != name))
                throw Unknown(info, "layer or tensor", name, [.. layers, .. info.Tensors.Select(tensor => tensor.Name)]);
        }

        _clipping = options.Clipping;
        _tensors = [.. info.Tensors.Select(tensor => Describe(tensor, regularization.Of(tensor.Layer), options.Frozen))];
        _frozen = _tensors.Any(tensor => tensor.IsFrozen) ? network.Parameters.ToArray() : [];
    }

    /// <summary>The penalty, the mean of the steps since the last <see cref="Restart"/>.</summary>
    public float MeanPenalty => _steps == 0 ? 0f : (float)(_penaltySum / _steps);

    /// <summary>The norm of all gradients before it was bounded, the mean of the steps since the last <see cref="Restart"/>; null if there is no bound.</summary>
    public float? MeanGradientNorm => _steps == 0 || !BoundsNorm ? null : (float)(_normSum / _steps);

    private bool BoundsNorm => _clipping is not null && float.IsFinite(_clipping.MaxNorm);

    /// <summary>What is done to each tensor and to the gradients, by name, for telling trainings apart.</summary>
    public IEnumerable<KeyValuePair<string, string>> Identity =>
    [
        new("clipping", _clipping is { } bound ? string.Create(CultureInfo.InvariantCulture, $"to values of {bound.MaxValue}, a norm of {bound.MaxNorm}") : "none"),
        .. _tensors.Select(tensor => new KeyValuePair<string, string>($"regularization of {tensor.Info.Name}", tensor.Description)),
    ];

    /// <summary>Begins an epoch.</summary>
    public void Restart() => (_penaltySum, _normSum, _steps) = (0, 0, 0);

    /// <summary>Adds the gradients of penalties, and bounds the sum.</summary>
    public void AdjustGradients(ReadOnlySpan<float> parameters, Span<float> gradients)
    {
        _steps++;
        foreach (Tensor tensor in _tensors)
        {
            if (tensor.IsFrozen) tensor.Of(gradients).Clear();
            else if (tensor.L1 > 0 || tensor.L2 > 0) _penaltySum += ParameterMath.AddPenalty(tensor.Of(parameters), tensor.Of(gradients), tensor.L1, tensor.L2);
        }

        if (_clipping is null) return;
        if (float.IsFinite(_clipping.MaxValue)) ParameterMath.Clamp(gradients, _clipping.MaxValue);
        if (!BoundsNorm) return;
        double norm = Math.Sqrt(ParameterMath.SumOfSquares(gradients));
        _normSum += norm;
        if (norm > _clipping.MaxNorm) ParameterMath.Scale(gradients, (float)(_clipping.MaxNorm / norm));
    }

    /// <summary>Lets weights decay, before the update of a step.</summary>
    public void Decay(Span<float> parameters, float learningRate)
    {
        foreach (Tensor tensor in _tensors)
            if (tensor is { IsFrozen: false, WeightDecay: > 0 }) ParameterMath.Scale(tensor.Of(parameters), 1f - learningRate * tensor.WeightDecay);
    }

    /// <summary>Bounds weights and puts back what is frozen, after the update of a step.</summary>
    public void Bound(Span<float> parameters)
    {
        foreach (Tensor tensor in _tensors)
        {
            if (tensor.IsFrozen) tensor.Of(_frozen.AsSpan()).CopyTo(tensor.Of(parameters));
            else if (float.IsFinite(tensor.MaxNorm)) BoundUnits(tensor.Info, tensor.Of(parameters), tensor.MaxNorm);
        }
    }

    /// <summary>Puts the sums of the running epoch into a state.</summary>
    public void Save(StateTensors state)
    {
        state.Add("epoch/penalty_sum", _penaltySum);
        state.Add("epoch/gradient_norm_sum", _normSum);
        state.Add("epoch/adjusted_steps", _steps);
    }

    /// <summary>Takes the sums out of a state, and what is frozen out of the parameters that belong to it.</summary>
    /// <exception cref="InvalidDataException">There are no sums in it.</exception>
    public void Load(StateTensors state, ReadOnlySpan<float> parameters)
    {
        _penaltySum = state.Take<double>("epoch/penalty_sum");
        _normSum = state.Take<double>("epoch/gradient_norm_sum");
        _steps = state.TakeNumber("epoch/adjusted_steps", 0, long.MaxValue);
        if (_frozen.Length > 0) parameters.CopyTo(_frozen);
    }

    private static void BoundUnits(TensorInfo tensor, Span<float> weights, float maxNorm)
    {
        int outputs = tensor.Shape[0], inputs = tensor.Shape[1], panelLanes = TensorPacking.PanelLanes(tensor);
        for (int panel = 0; panel < panelLanes; panel += TensorPacking.PanelWidth)
        {
            int width = Math.Min(TensorPacking.PanelWidth, panelLanes - panel);
            ParameterMath.BoundColumns(weights.Slice(panel * inputs, width * inputs), width, maxNorm);
        }

        int rowLength = panelLanes < outputs ? (weights.Length - panelLanes * inputs) / (outputs - panelLanes) : 0;
        for (int row = panelLanes; row < outputs; row++)
        {
            Span<float> unit = weights.Slice(panelLanes * inputs + (row - panelLanes) * rowLength, rowLength);
            double norm = Math.Sqrt(ParameterMath.SumOfSquares(unit));
            if (norm > maxNorm) ParameterMath.Scale(unit, (float)(maxNorm / norm));
        }
    }

    private static Tensor Describe(TensorInfo tensor, Regularization regularization, IEnumerable<string> frozen)
    {
        bool isBias = tensor.Shape.Length == 1, isFrozen = !tensor.IsTrained || frozen.Any(name => name == tensor.Name || name == tensor.Layer);
        float strength = isBias && !regularization.IncludesBiases ? 0f : 1f;
        return new Tensor(
            tensor, strength * regularization.L1, strength * regularization.L2, strength * regularization.WeightDecay,
            isBias ? float.PositiveInfinity : regularization.MaxNorm, isFrozen);
    }

    private static ArgumentException Unknown(NetworkInfo info, string what, string name, IEnumerable<string> known) =>
        new($"{info.Name} has no {what} '{name}'; it has {string.Join(", ", known)}.", "options");
}
