namespace NetGen;

/// <summary>A constant rate: the optimiser's own, in every step.</summary>
public sealed class ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override float LearningRate(long step, float initial)
    {
        ScheduleArgument.RequireStep(step, initial);
        return initial;
    }
}
