namespace NetGen;

/// <summary>A guarantee of (ε, δ)-differential privacy.</summary>
/// <param name="Epsilon">ε, at least 0: the bound on the logarithm of how much likelier any result is with one sample than without it.</param>
/// <param name="Delta">δ, in (0, 1): the probability that the bound may be exceeded.</param>
/// <param name="Order">The order α of the Rényi divergence that gave the least ε. If it is the first or last one asked for, others may give less.</param>
public readonly record struct PrivacyBudget(double Epsilon, double Delta, double Order);
