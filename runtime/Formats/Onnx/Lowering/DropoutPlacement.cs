using System.Collections.Generic;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>Puts dropout where a network has it: after the input or an activation, and before a dense layer.</summary>
internal static class DropoutPlacement
{
    /// <summary>The steps, with dropout moved or left out where it stands elsewhere; in inference it does nothing anyway.</summary>
    public static List<Step> Place(List<Step> steps, List<string> notes)
    {
        var placed = new List<Step>(steps);
        for (int i = placed.Count - 1; i >= 0; i--)
        {
            if (placed[i] is not DropoutStep dropout) continue;
            Step? next = placed.Skip(i + 1).FirstOrDefault(step => step is not AffineStep);
            if (next is DenseStep) continue;
            placed.RemoveAt(i);

            // These two do the same to what is kept before dropout and after.
            if (next is ActivationStep { Activation: Activation.ReLU or Activation.LeakyReLU } && placed[i] == next
                && placed.Skip(i + 1).FirstOrDefault(step => step is not AffineStep) is DenseStep)
                placed.Insert(i + 1, dropout);
            else
                notes.Add($"{dropout.Node.Where} is left out: dropout stands before dense layers.");
        }

        return placed;
    }
}
