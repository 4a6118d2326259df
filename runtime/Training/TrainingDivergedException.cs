using System;

namespace NetGen;

/// <summary>
/// A loss or a gradient became NaN or infinite in training. The step was not taken: the network has the weights of the step before. Usual causes are a
/// learning rate too large and features of very different scales.
/// </summary>
public sealed class TrainingDivergedException : ArithmeticException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="batch">The batch within the epoch, from 1.</param>
    /// <param name="loss">The mean loss of the batch.</param>
    /// <param name="layer">The first layer with a gradient that is not finite, as in <c>dense1</c>; the last layer if there is none.</param>
    public TrainingDivergedException(int epoch, int batch, float loss, string layer)
        : base(float.IsFinite(loss)
            ? $"A gradient of layer '{layer}' is not finite in epoch {epoch}, batch {batch} (the loss is {loss}); the step was not taken."
            : $"The loss is {loss} in epoch {epoch}, batch {batch}, with layer '{layer}' the first to have gradients that are not finite; the step was not taken.") =>
        (Epoch, Batch, Loss, Layer) = (epoch, batch, loss, layer);

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch within the epoch, from 1.</summary>
    public int Batch { get; }

    /// <summary>The mean loss of the batch; where it is finite, a gradient was not.</summary>
    public float Loss { get; }

    /// <summary>The first layer with a gradient that is not finite, as in <c>dense1</c>; the last layer if there is none.</summary>
    public string Layer { get; }
}
