using System;

namespace NetGen;

/// <summary>
/// A Rényi-differential-privacy accountant of DP-SGD (Abadi et al., "Deep learning with differential privacy", 2016): what privacy is left after steps whose
/// gradients are clipped by sample, summed and given normal noise.
/// </summary>
/// <remarks>
/// <para>
/// The divergences of a step are those of the sampled Gaussian mechanism (Mironov, Talwar and Zhang, 2019); they add up over steps (Mironov, "Rényi
/// differential privacy", 2017), and ε is the least, over the orders α, of r + ln((α − 1) / α) − (ln δ + ln α) / (α − 1) for a sum r of divergences (Balle et
/// al., "Hypothesis testing interpretations and Rényi differential privacy", 2020, theorem 21; Canonne, Kamath and Steinke, "The discrete Gaussian for
/// differential privacy", 2020, proposition 12), as in TensorFlow Privacy and Opacus. Older figures use r − ln δ / (α − 1), which is larger.
/// </para>
/// <para>
/// The guarantee is for data sets that differ in the presence of one sample, and holds if each step takes each sample with the sampling rate, independently
/// of the others (Poisson sampling). For batches of a fixed size out of shuffled samples it is an estimate.
/// </para>
/// </remarks>
public sealed class RdpAccountant
{
    private const double MostNoise = 1 << 20;

    private static readonly double[] s_defaultOrders = MakeDefaultOrders();

    private readonly double[] _orders;
    private readonly double[] _divergences;

    // Of one step, for the last noise and sampling rate: steps tend to be alike.
    private readonly double[] _stepDivergences;
    private (double NoiseMultiplier, double SamplingRate) _stepsAre;

    /// <summary>Makes an accountant of no steps.</summary>
    /// <param name="orders">The orders α to choose from, each in [1.01, 10000]; <see cref="DefaultOrders"/>, if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">An order is out of its range.</exception>
    public RdpAccountant(params ReadOnlySpan<double> orders)
    {
        foreach (double order in orders) PrivacyArgument.Within(PrivacyArgument.SmallestOrder, PrivacyArgument.LargestOrder, order, nameof(orders));
        _orders = orders.IsEmpty ? s_defaultOrders : orders.ToArray();
        (_divergences, _stepDivergences) = (new double[_orders.Length], new double[_orders.Length]);
    }

    /// <summary>
    /// The orders of TensorFlow Privacy: 1.1, 1.2, …, 10.9, then 11, 12, …, 63, and 128, 256, 512, 1024. Those of Opacus are all among them.
    /// </summary>
    public static ReadOnlySpan<double> DefaultOrders => s_defaultOrders;

    /// <summary>The steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Adds steps. It takes milliseconds, however many steps they are, and much less if they are as the last ones were.</summary>
    /// <param name="noiseMultiplier">σ: the standard deviation of the noise on the sum of the gradients, over the norm they are clipped to; above 0.</param>
    /// <param name="samplingRate">q: the probability with which a step takes a sample, in (0, 1]; the expected batch size over the number of samples.</param>
    /// <param name="steps">The number of steps, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public void Compose(double noiseMultiplier, double samplingRate, long steps)
    {
        PrivacyArgument.Positive(noiseMultiplier);
        PrivacyArgument.SamplingRate(samplingRate);
        PrivacyArgument.Within(0, long.MaxValue - Steps, steps);
        if (steps == 0) return;
        if (_stepsAre != (noiseMultiplier, samplingRate))
        {
            for (int i = 0; i < _orders.Length; i++) _stepDivergences[i] = SampledGaussian.RenyiDivergence(noiseMultiplier, samplingRate, _orders[i]);
            _stepsAre = (noiseMultiplier, samplingRate);
        }

        for (int i = 0; i < _orders.Length; i++) _divergences[i] += steps * _stepDivergences[i];
        Steps += steps;
    }

    /// <summary>What the steps so far have spent: the least ε for a δ, 0 before the first step.</summary>
    /// <param name="delta">δ, in (0, 1); it should be well below one over the number of samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of its range.</exception>
    public PrivacyBudget Spent(double delta)
    {
        PrivacyArgument.Delta(delta);
        if (Steps == 0) return new PrivacyBudget(0, delta, _orders[0]);
        var best = new PrivacyBudget(double.PositiveInfinity, delta, _orders[0]);
        for (int i = 0; i < _orders.Length; i++)
        {
            double order = _orders[i];
            double epsilon = _divergences[i] + SmallNumbers.LogOnePlus(-1 / order) - (Math.Log(delta) + Math.Log(order)) / (order - 1);
            if (epsilon < best.Epsilon) best = new PrivacyBudget(Math.Max(0, epsilon), delta, order);
        }

        return best;
    }

    /// <summary>What so many equal steps spend, with the <see cref="DefaultOrders"/>.</summary>
    /// <param name="noiseMultiplier">σ, as for <see cref="Compose"/>.</param>
    /// <param name="samplingRate">q, as for <see cref="Compose"/>.</param>
    /// <param name="steps">The number of steps, at least 0.</param>
    /// <param name="delta">δ, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static PrivacyBudget Epsilon(double noiseMultiplier, double samplingRate, long steps, double delta)
    {
        var accountant = new RdpAccountant();
        accountant.Compose(noiseMultiplier, samplingRate, steps);
        return accountant.Spent(delta);
    }

    /// <summary>The least noise multiplier with which steps spend no more than a budget, found by bisection.</summary>
    /// <param name="epsilon">ε, greater than 0.</param>
    /// <param name="delta">δ, in (0, 1).</param>
    /// <param name="samplingRate">q, as for <see cref="Compose"/>.</param>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <param name="tolerance">By how much the result may exceed the least, in [10⁻⁹, 1].</param>
    /// <returns>A noise multiplier that keeps to the budget.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number is out of its range, or ε is so small that no noise multiplier up to 2²⁰ shows it with the <see cref="DefaultOrders"/>.
    /// </exception>
    public static double NoiseMultiplier(double epsilon, double delta, double samplingRate, long steps, double tolerance = 1e-3)
    {
        PrivacyArgument.Positive(epsilon);
        PrivacyArgument.Within(1, long.MaxValue, steps);
        PrivacyArgument.Within(1e-9, 1, tolerance);
        double low = 0, high = 1;
        while (Epsilon(high, samplingRate, steps, delta).Epsilon > epsilon)
        {
            if (high >= MostNoise)
                throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, $"No noise multiplier up to {MostNoise} gives an ε of {epsilon}.");
            (low, high) = (high, 2 * high);
        }

        while (high - low > tolerance)
        {
            double middle = (low + high) / 2;
            if (Epsilon(middle, samplingRate, steps, delta).Epsilon > epsilon) low = middle;
            else high = middle;
        }

        return high;
    }

    private static double[] MakeDefaultOrders()
    {
        var orders = new double[99 + 53 + 4];
        for (int i = 0; i < 99; i++) orders[i] = (11 + i) / 10.0;
        for (int i = 0; i < 53; i++) orders[99 + i] = 11 + i;
        (orders[152], orders[153], orders[154], orders[155]) = (128, 256, 512, 1024);
        return orders;
    }
}
