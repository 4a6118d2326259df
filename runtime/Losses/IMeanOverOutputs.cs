namespace NetGen;

/// <summary>Marks the losses that are the mean, over the outputs, of what each output and its target give.</summary>
internal interface IMeanOverOutputs;
