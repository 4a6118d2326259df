namespace NetGen;

/// <summary>A data set to evaluate again and again, with what that needs.</summary>
internal abstract class Validator
{
    /// <summary>The mean loss, if the loss takes the targets, and the accuracy, if they are classes.</summary>
    public abstract (float? Loss, float? Accuracy) Evaluate();
}

/// <summary>The same for a loss.</summary>
internal sealed class Validator<TLoss>(INetwork network, Dataset data, TLoss loss) : Validator
    where TLoss : struct, ILoss
{
    private readonly Evaluator _evaluator = new(network);
    private readonly bool _withLoss = TLoss.AcceptsTargetSize(network.Info.OutputSize, data.TargetSize);
    private readonly int[]? _classes = ClassDecision.ReadTargets(data, network.Info.OutputSize);

    /// <inheritdoc/>
    public override (float? Loss, float? Accuracy) Evaluate() => _evaluator.Evaluate(data, loss, _withLoss, _classes);
}
