using System.Numerics;

namespace NetGen;

/// <summary>The arithmetic of one optimiser step for a vector of parameters; <see cref="ElementwiseUpdate"/> runs it over all of them.</summary>
internal interface IUpdateRule
{
    /// <summary>The floats of state that belong to a parameter: 0, 1 or 2. A constant.</summary>
    static abstract int StatesPerParameter { get; }

    /// <summary>The parameters after the step. The states are updated in place; those that the rule does not have are not to be touched.</summary>
    Vector<float> Apply(Vector<float> parameters, Vector<float> gradients, ref Vector<float> first, ref Vector<float> second);
}
