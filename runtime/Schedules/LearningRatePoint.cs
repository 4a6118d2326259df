namespace NetGen;

/// <summary>One step of a learning-rate range test.</summary>
/// <param name="LearningRate">The learning rate of the step.</param>
/// <param name="Loss">The loss of the step.</param>
/// <param name="SmoothedLearningRate">The geometric moving average of the rates, in which the smoothed loss is a function of the rate without lag.</param>
/// <param name="SmoothedLoss">The moving average of the losses.</param>
public readonly record struct LearningRatePoint(float LearningRate, float Loss, float SmoothedLearningRate, float SmoothedLoss);
