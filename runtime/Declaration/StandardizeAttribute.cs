using System;

namespace NetGen;

/// <summary>
/// Standardises the input inside the network: h = (x − μ) / σ for each feature, so that a deployed model takes raw features. The layer is the first one. Its tensors
/// <c>standardize1.mean</c> and <c>standardize1.scale</c> are saved and loaded with the weights; training leaves them alone.
/// </summary>
/// <remarks>
/// They start as 0 and 1. <see cref="Standardization.Learn"/> and <see cref="Standardization.CopyTo"/> set them before training.
/// <see cref="Standardization.FoldInto"/> reaches the same at no cost for a network that is finished.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, Inherited = false)]
public sealed class StandardizeAttribute : LayerAttribute;
