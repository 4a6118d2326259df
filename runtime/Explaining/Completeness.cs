using System;

namespace NetGen;

/// <summary>
/// How well attributions satisfy the axiom of completeness, Σ a_i = y_k(x) − y_k(x′): that they share out the whole difference between the output for the
/// sample and that for the baseline (Sundararajan, Taly and Yan, "Axiomatic attribution for deep networks", ICML 2017).
/// </summary>
/// <param name="AttributionSum">The sum Σ a_i of the attributions.</param>
/// <param name="OutputDifference">The difference y_k(x) − y_k(x′) of the outputs.</param>
public readonly record struct Completeness(double AttributionSum, double OutputDifference)
{
    /// <summary>The error |Σ a_i − (y_k(x) − y_k(x′))|.</summary>
    public double AbsoluteError => Math.Abs(AttributionSum - OutputDifference);

    /// <summary>The error as a part of |y_k(x) − y_k(x′)|; where that is 0, it is 0 for no error, else infinite.</summary>
    public double RelativeError => AbsoluteError == 0 ? 0 : AbsoluteError / Math.Abs(OutputDifference);
}
