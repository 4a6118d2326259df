using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Tests.Reference;
using Xunit;

namespace NetGen.Tests.Infrastructure;

/// <summary>
/// Compares a network with the reference: every call, every tensor by its name. A difference is a failure that names the network, the call,
/// the value and both numbers.
/// </summary>
internal sealed class NetworkChecker
{
    // The largest error of a tensor's values, in parts of the tensor's largest value ...
    private const double Tolerance = 1e-4;

    // ... and of the largest value it has been computed from: where a tensor vanishes by cancellation, its rounding does not.
    private const double RoundingFloor = 1e-6;

    // What gradients hold, at most, before something is added to them.
    private const float PrefillSize = 0.03f;

    // Inputs whose z come nearer than this to a kink are not used: float and double may then take different sides.
    private const double KinkMargin = 5e-5;

    private readonly Architecture _architecture;
    private readonly INetwork _network;
    private readonly NetworkInfo _info;
    private readonly ReferenceNetwork _reference;
    private readonly BufferKind _buffers;
    private readonly int _seed;
    private readonly double[][] _inputs;
    private readonly float[] _flatInputs;
    private readonly double[][] _outputs;

    // Of passes with dropout: the seed of the masks of the first sample, and inputs that suit the masks.
    private readonly ulong _dropoutSeed;
    private readonly double[][] _droppedInputs;
    private readonly Dictionary<string, int[]> _positions;
    private readonly bool[] _used;

    /// <summary>Gives the network random parameters and draws the inputs.</summary>
    /// <param name="architecture">What the network was declared as.</param>
    /// <param name="network">The network.</param>
    /// <param name="seed">Of everything random.</param>
    /// <param name="samples">The number of inputs: the largest batch.</param>
    /// <param name="buffers">Where the spans lie that the network is called with.</param>
    public NetworkChecker(Architecture architecture, INetwork network, int seed, int samples, BufferKind buffers = BufferKind.Marked)
    {
        (_architecture, _network, _info, _seed, _buffers) = (architecture, network, network.Info, seed, buffers);
        _reference = new ReferenceNetwork(architecture);
        CheckInfo();
        _used = ReferenceLayout.Used(_info);
        _positions = _info.Tensors.ToDictionary(
            tensor => tensor.Name, tensor => Enumerable.Range(0, tensor.Count).Select(index => ReferenceLayout.Position(tensor, index)).ToArray());
        _dropoutSeed = (ulong)seed << 20;
        (_inputs, _droppedInputs) = DrawParametersAndInputs(new Random(seed), samples);
        network.Parameters.Clear();
        ReferenceLayout.Pack(_info, _reference.Parameters, network.Parameters);
        _flatInputs = Flat(_inputs);
        _outputs = [.. _inputs.Select(input => (double[])_reference.Forward(input).Clone())];
    }

    /// <summary>Compares everything.</summary>
    /// <param name="batchSizes">The batches, in ascending order.</param>
    /// <param name="losses">The losses; those that do not fit the network are passed over.</param>
    public void CheckAll(IReadOnlyList<int> batchSizes, IEnumerable<LossCase> losses)
    {
        CheckForward(batchSizes);
        CheckOutputGradients(batchSizes);
        foreach (LossCase loss in losses.Where(loss => loss.Fits(_architecture))) CheckBackward(loss, batchSizes);
    }

    public void CheckForward(IReadOnlyList<int> batchSizes)
    {
        for (int sample = 0; sample < Math.Min(8, _inputs.Length); sample++)
        {
            using var buffers = new Buffers(_buffers);
            Span<float> input = buffers.Copy(Inputs(sample, 1)), output = buffers.Garbage(_architecture.Outputs);
            _network.Forward(input, output);
            Compare($"Forward of sample {sample}", "output", _outputs[sample], output, 1);
            CheckDecision(sample, _network.Predict(input));
        }

        foreach (int batch in batchSizes)
        {
            using var buffers = new Buffers(_buffers);
            Span<float> output = buffers.Garbage(batch * _architecture.Outputs);
            _network.ForwardBatch(buffers.Copy(Inputs(0, batch)), output);
            Compare($"ForwardBatch of {batch}", "outputs", [.. _outputs.Take(batch).SelectMany(values => values)], output, 1);
        }
    }

    public void CheckBackward(LossCase loss, IReadOnlyList<int> batchSizes)
    {
        int targetSize = loss.TargetSize(_architecture);
        float[] targets = DrawTargets(loss, targetSize);
        CheckPass(
            $"with {loss}",
            batchSizes,
            mean: true,
            (sample, sums, dx) => _reference.Backward(_inputs[sample], targets.AsSpan(sample * targetSize, targetSize), loss.Reference, sums, dx),
            (buffers, first, count, isBatch, gradients, dx, accumulate) =>
            {
                Span<float> input = buffers.Copy(Inputs(first, count)), target = buffers.Copy(targets.AsSpan(first * targetSize, count * targetSize));
                return isBatch
                    ? loss.BackwardBatch(_network, input, target, gradients, dx, accumulate)
                    : loss.Backward(_network, input, target, gradients, dx, accumulate);
            });
    }

    /// <summary>The calls that are given dL/doutput.</summary>
    public void CheckOutputGradients(IReadOnlyList<int> batchSizes)
    {
        int outputs = _architecture.Outputs;
        var random = new Random(_seed + 1);
        float[] dy = [.. Enumerable.Range(0, _inputs.Length * outputs).Select(_ => 2 * random.NextSingle() - 1)];
        CheckPass(
            "from dL/doutput",
            batchSizes,
            mean: false,
            (sample, sums, dx) =>
            {
                _reference.BackwardFromOutput(_inputs[sample], [.. dy.Skip(sample * outputs).Take(outputs).Select(value => (double)value)], sums, dx);
                return 0;
            },
            (buffers, first, count, isBatch, gradients, dx, accumulate) =>
            {
                Span<float> input = buffers.Copy(Inputs(first, count)), gradient = buffers.Copy(dy.AsSpan(first * outputs, count * outputs));
                if (isBatch) _network.BackwardBatch(input, gradient, gradients, dx, accumulate);
                else _network.Backward(input, gradient, gradients, dx, accumulate);
                return 0;
            });
    }

    /// <summary>The passes of training: with dropout, whose masks the reference is given, with a bound on samples' gradients, and with both.</summary>
    public void CheckTraining(IReadOnlyList<int> batchSizes)
    {
        foreach (LossCase loss in LossCase.All.Where(loss => loss.Fits(_architecture) && loss.Reference.Kind is LossKind.MeanSquaredError or LossKind.CategoricalCrossEntropy))
        {
            int targetSize = loss.TargetSize(_architecture);
            float[] targets = DrawTargets(loss, targetSize);
            foreach (int batch in batchSizes)
            {
                foreach ((bool drops, bool clips) in (ReadOnlySpan<(bool, bool)>)[(true, false), (false, true), (true, true)])
                    CheckTraining(loss, targets.AsSpan(0, batch * targetSize), batch, drops, clips);
            }
        }
    }

    private void CheckTraining(LossCase loss, ReadOnlySpan<float> targets, int batch, bool drops, bool clips)
    {
        int targetSize = targets.Length / batch;
        double[][] inputs = (drops ? _droppedInputs : _inputs)[..batch];
        float[] flat = Flat(inputs);
        var samples = new TensorSet[batch];
        double lossSum = 0, rounding = 0;
        for (int sample = 0; sample < batch; sample++)
        {
            if (drops) _reference.Masks = Masks(sample);
            samples[sample] = new TensorSet(_architecture);
            lossSum += _reference.Backward(
                inputs[sample], targets.Slice(sample * targetSize, targetSize), loss.Reference, samples[sample], new double[_architecture.Inputs]);
            rounding += _reference.RoundingScale;
            _reference.Masks = null;
        }

        // Half of the samples are above the bound, and half are not.
        double[] norms = [.. samples.Select(sample => Math.Sqrt(sample.SumOfSquares))];
        float? bound = clips ? (float)Math.Max(norms.Order().ElementAt(batch / 2) * 0.9, 1e-3) : null;
        var expected = new TensorSet(_architecture);
        for (int sample = 0; sample < batch; sample++) expected.Add(samples[sample], Math.Min(1, (bound ?? double.PositiveInfinity) / norms[sample]));

        foreach (bool accumulate in (ReadOnlySpan<bool>)[true, false])
        {
            using var buffers = new Buffers(_buffers);
            float[] before = Prefill(accumulate);
            Span<float> actual = buffers.Copy(before);
            var pass = new TrainingPass { DropoutSeed = drops ? _dropoutSeed : null, ClippingNorm = bound };
            float value = loss.BackwardBatch(pass, _network, buffers.Copy(flat), buffers.Copy(targets), actual, accumulate);
            string call = $"BackwardBatch of {batch} with {loss}, {pass}, accumulate: {accumulate}";
            if (!(Math.Abs(value - lossSum / batch) <= 1e-5 * (Math.Abs(lossSum / batch) + 0.1))) Fail(call, "loss", lossSum / batch, value, "");
            CompareGradients(call, expected, 1.0 / batch, Math.Max(expected.Largest, rounding) / batch, accumulate ? before : null, actual);
        }
    }

    private delegate float NetworkPass(
        Buffers buffers, int first, int count, bool isBatch, Span<float> gradients, Span<float> inputGradients, bool accumulate);

    /// <summary>Runs one kind of backward pass for single samples and for batches, in its four variants, beside the reference.</summary>
    private void CheckPass(
        string what, IReadOnlyList<int> batchSizes, bool mean, Func<int, TensorSet, double[], double> referencePass, NetworkPass pass)
    {
        for (int sample = 0; sample < Math.Min(2, _inputs.Length); sample++)
        {
            var gradients = new TensorSet(_architecture);
            var dx = new double[_architecture.Inputs];
            double loss = referencePass(sample, gradients, dx), scale = Math.Max(gradients.Largest, _reference.RoundingScale);
            foreach ((bool accumulate, bool wantsInput) in (ReadOnlySpan<(bool, bool)>)[(true, true), (false, false), (false, true), (true, false)])
                Check($"Backward {what}, sample {sample}", sample, 1, false, loss, gradients, dx, 1, scale, accumulate, wantsInput);
        }

        var sums = new TensorSet(_architecture);
        double lossSum = 0, rounding = 0;
        var inputGradients = new List<double>();
        for (int sample = 0; sample < batchSizes[^1]; sample++)
        {
            var dx = new double[_architecture.Inputs];
            lossSum += referencePass(sample, sums, dx);
            rounding += _reference.RoundingScale; // each sample's rounding adds to the sum, whatever its sign
            inputGradients.AddRange(dx);
            int batch = sample + 1;
            if (!batchSizes.Contains(batch)) continue;
            double factor = mean ? 1.0 / batch : 1, scale = Math.Max(sums.Largest, rounding) * factor;
            foreach (bool accumulate in (ReadOnlySpan<bool>)[true, false])
            {
                bool wantsInput = accumulate == (batch % 2 == 1);
                Check($"BackwardBatch of {batch} {what}", 0, batch, true, lossSum * factor, sums, [.. inputGradients], factor, scale, accumulate, wantsInput);
            }
        }

        void Check(
            string call, int first, int count, bool isBatch, double loss,
            TensorSet gradients, double[] dx, double factor, double scale, bool accumulate, bool wantsInput)
        {
            call += $", accumulate: {accumulate}";
            using var buffers = new Buffers(_buffers);
            float[] before = Prefill(accumulate);
            Span<float> actual = buffers.Copy(before);
            Span<float> actualInput = wantsInput ? buffers.Garbage(count * _architecture.Inputs) : default;
            float actualLoss = pass(buffers, first, count, isBatch, actual, actualInput, accumulate);
            if (!(Math.Abs(actualLoss - loss) <= 1e-5 * (Math.Abs(loss) + 0.1))) Fail(call, "loss", loss, actualLoss, "");
            CompareGradients(call, gradients, factor, scale, accumulate ? before : null, actual);
            if (wantsInput) Compare(call, "dL/dinput", [.. dx.Select(value => value * factor)], actualInput, scale);
        }
    }

    /// <summary>What gradients hold before a call: something to add to, or NaN where it is to be overwritten.</summary>
    private float[] Prefill(bool accumulate)
    {
        var values = new float[_info.ParameterBufferLength];
        for (int k = 0; k < values.Length; k++) values[k] = !accumulate ? float.NaN : _used[k] ? PrefillSize * (k % 7 - 3) / 3 : 0;
        return values;
    }

    private void CompareGradients(string call, TensorSet expected, double factor, double scale, float[]? before, ReadOnlySpan<float> actual)
    {
        foreach (TensorInfo tensor in _info.Tensors)
        {
            ReferenceTensor reference = expected[tensor.Name];
            int[] positions = _positions[tensor.Name];
            var (values, found) = (new double[tensor.Count], new float[tensor.Count]);
            for (int index = 0; index < values.Length; index++)
            {
                values[index] = reference.Values[index] * factor;
                found[index] = actual[positions[index]] - (before == null ? 0 : before[positions[index]]);
            }

            Compare(call, "dL/d", values, found, Math.Max(scale, before == null ? 0 : PrefillSize), reference);
        }

        for (int k = 0; k < _used.Length; k++)
        {
            if (!_used[k] && actual[k] != 0) Fail(call, $"gradients[{k}], which is padding", 0, actual[k], "");
        }
    }

    private void Compare(string call, string name, double[] expected, ReadOnlySpan<float> actual, double scale, ReferenceTensor? tensor = null)
    {
        double largest = expected.Max(Math.Abs), worst = 0;
        int at = -1;
        for (int index = 0; index < expected.Length; index++)
        {
            double error = Math.Abs(actual[index] - expected[index]);
            if (error <= worst) continue;
            (worst, at) = (error, index);
            if (double.IsNaN(error)) break;
        }

        if (!(worst <= Tolerance * largest + RoundingFloor * scale))
            Fail(call, name + (tensor?.Locate(at) ?? $"[{at}]"), expected[at], actual[at], $"; the tensor's largest value is {largest:G4}");
    }

    private void CheckDecision(int sample, int decision)
    {
        double[] output = _outputs[sample];
        double threshold = _architecture.OutputActivation == Activation.Sigmoid ? 0.5 : 0;
        double[] descending = [.. output.OrderDescending()];
        bool isClose = output.Length == 1 ? Math.Abs(output[0] - threshold) < 1e-4 : descending[0] - descending[1] < 1e-4 * Math.Abs(descending[0]);
        int expected = output.Length == 1 ? output[0] > threshold ? 1 : 0 : Array.IndexOf(output, descending[0]);
        if (!isClose && decision != expected) Fail($"Predict of sample {sample}", "class", expected, decision, "");
    }

    private void CheckInfo()
    {
        TensorSet expected = _reference.Parameters;
        Assert.Equal(_architecture.Name, _info.Name);
        Assert.Equal([_architecture.Inputs], _info.InputShape);
        Assert.Equal([_architecture.Outputs], _info.OutputShape);
        Assert.Equal(_architecture.OutputActivation, _info.OutputActivation);
        Assert.Equal(expected.Tensors.Select(tensor => tensor.Name).Order(), _info.Tensors.Select(tensor => tensor.Name).Order());
        Assert.Equal(expected.Tensors.Sum(tensor => tensor.Values.Length), _info.ParameterCount);
        Assert.Equal(_info.ParameterBufferLength, _network.Parameters.Length);
        int end = 0;
        foreach (TensorInfo tensor in _info.Tensors.OrderBy(tensor => tensor.Offset))
        {
            Assert.Equal(expected[tensor.Name].Shape, tensor.Shape);
            Assert.Equal(ReferenceLayout.Length(tensor), tensor.Length);
            Assert.Equal(end, tensor.Offset);
            end += tensor.Length;
        }

        Assert.Equal(end, _info.ParameterBufferLength);
    }

    /// <summary>
    /// Gives the reference random parameters and draws inputs that keep away from the kinks: those of each sample, and those of each sample when its masks
    /// drop. With masks that leave nothing of a layer, what follows is the same for every input, and only other parameters help.
    /// </summary>
    private (double[][] Inputs, double[][] DroppedInputs) DrawParametersAndInputs(Random random, int samples)
    {
        for (int attempt = 0; attempt < 10; attempt++)
        {
            _reference.Randomize(random);
            if (DrawInputs(random, samples, drops: false) is { } inputs && DrawInputs(random, samples, drops: true) is { } dropped) return (inputs, dropped);
        }

        throw new InvalidOperationException($"No inputs keep away from the kinks of\n{_architecture}");
    }

    private double[][]? DrawInputs(Random random, int samples, bool drops)
    {
        var inputs = new double[samples][];
        for (int sample = 0; sample < samples; sample++)
        {
            if (drops) _reference.Masks = Masks(sample);
            double[]? input = DrawInput(random);
            _reference.Masks = null;
            if (input is null) return null;
            inputs[sample] = input;
        }

        return inputs;
    }

    private double[]? DrawInput(Random random)
    {
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            double[] input = [.. Enumerable.Range(0, _architecture.Inputs).Select(_ => (double)(4 * random.NextSingle() - 2))];
            _reference.Forward(input);
            if (_reference.DistanceToKink > KinkMargin) return input;
        }

        return null;
    }

    private double[]?[] Masks(int sample) => DropoutReference.Masks(_architecture, _dropoutSeed + (ulong)sample);

    private float[] DrawTargets(LossCase loss, int targetSize)
    {
        var random = new Random(_seed + 2);
        var targets = new float[_inputs.Length * targetSize];
        for (int sample = 0; sample < _inputs.Length; sample++)
        {
            Span<float> target = targets.AsSpan(sample * targetSize, targetSize);
            int attempt = 0;
            do
            {
                Targets.Write(random, loss.Reference.Kind, loss.Form, target, _architecture.Outputs);
            }
            while (!Suits(loss.Reference, sample, target) && ++attempt < 20);
        }

        return targets;
    }

    /// <summary>Whether the sample's derivative is well defined, and not so small that only its rounding could be compared.</summary>
    private bool Suits(ReferenceLoss loss, int sample, ReadOnlySpan<float> target)
    {
        var dz = new double[_architecture.Outputs];
        DenseLayer last = _architecture.Layers[^1];
        _reference.Forward(_inputs[sample]);
        loss.Evaluate(last.Activation, last.EffectiveAlpha, _reference.Logits, _reference.Output, target, dz);
        return loss.DistanceToKink(_outputs[sample], target) > KinkMargin && dz.Max(Math.Abs) * dz.Length > 0.05;
    }

    private ReadOnlySpan<float> Inputs(int first, int count) => _flatInputs.AsSpan(first * _architecture.Inputs, count * _architecture.Inputs);

    private static float[] Flat(double[][] inputs) => [.. inputs.SelectMany(input => input).Select(value => (float)value)];

    private void Fail(string call, string value, double expected, double actual, string note) =>
        Assert.Fail($"{call}, {_buffers} buffers, seed {_seed}:\n{value} is {actual:G9}, expected {expected:G9}{note}.\n{_architecture}");
}
