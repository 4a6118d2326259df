using NetGen;
using Svm;

namespace Activations;

/// <summary>Three tasks, each with the pairs to take, and with others to show what becomes of them.</summary>
internal static class OutputTasks
{
    private static Adam Adam => new(learningRate: 0.002f);

    /// <summary>One of two classes. A network decides for class 1 where its output is above 0 or, under sigmoid, at least ½.</summary>
    public static OutputTask Tumours()
    {
        (Dataset training, Dataset test) = RealData.Tumours();
        Dataset signs = Signs.Of(training);
        var task = new OutputTask("Breast cancer, malignant or benign", "test accuracy", network => network.Accuracy(test));
        task.Try(seed => new TumourSigmoid(seed), net => Trainer.Create(net, Adam, new BinaryCrossEntropy()), training);
        task.Try(seed => new TumourIdentity(seed), net => Trainer.Create(net, Adam, new BinaryCrossEntropy()), training);
        task.Try(seed => new TumourIdentity(seed), net => Trainer.Create(net, Adam, new Hinge()), signs);

#pragma warning disable NETGEN204 // Targets of −1 and 1 are the bounds of tanh, which is good enough to tell classes apart; ReLU has no gradient where it is 0.
        task.Try(seed => new TumourTanh(seed), net => Trainer.Create(net, Adam, new MeanSquaredError()), signs, "NETGEN204");
        task.Try(seed => new TumourReLU(seed), net => Trainer.Create(net, Adam, new MeanSquaredError()), training, "NETGEN204");
#pragma warning restore NETGEN204
#pragma warning disable NETGEN201 // The values of ReLU are no probabilities, and have no gradient where they are 0.
        task.Try(seed => new TumourReLU(seed), net => Trainer.Create(net, Adam, new BinaryCrossEntropy()), training, "NETGEN201");
#pragma warning restore NETGEN201
#pragma warning disable NETGEN202 // Only benign tumours have a gradient, so that nearly all are decided to be benign.
        task.Try(seed => new TumourSigmoid(seed), net => Trainer.Create(net, Adam, new CrossEntropy()), training, "NETGEN202");
#pragma warning restore NETGEN202
        return task;
    }

    /// <summary>One of ten classes: that of the largest output.</summary>
    public static OutputTask Digits()
    {
        (Dataset training, Dataset test) = RealData.Digits();
        Dataset oneHot = RealData.OneHot(training, DigitSoftmax.OutputSize);
        var task = new OutputTask("Handwritten digits", "test accuracy", network => network.Accuracy(test));
        task.Try(seed => new DigitSoftmax(seed), net => Trainer.Create(net, Adam, new CrossEntropy()), training);
        task.Try(seed => new DigitIdentity(seed), net => Trainer.Create(net, Adam, new CrossEntropy()), training);
        task.Try(seed => new DigitIdentity(seed), net => Trainer.Create(net, Adam, new Hinge()), training);
        task.Try(seed => new DigitSigmoid(seed), net => Trainer.Create(net, Adam, new BinaryCrossEntropy()), oneHot);

#pragma warning disable NETGEN204 // Targets of 0 and 1 are the bounds of sigmoid, which is good enough to tell classes apart.
        task.Try(seed => new DigitSigmoid(seed), net => Trainer.Create(net, Adam, new MeanSquaredError()), oneHot, "NETGEN204");
#pragma warning restore NETGEN204
#pragma warning disable NETGEN203 // The gradient vanishes where softmax is surely wrong, which on images as easy as these does no harm.
        task.Try(seed => new DigitSoftmax(seed), net => Trainer.Create(net, Adam, new MeanSquaredError()), oneHot, "NETGEN203");
#pragma warning restore NETGEN203
#pragma warning disable NETGEN202 // Only the output of the right class has a gradient, so that all outputs grow.
        task.Try(seed => new DigitSigmoid(seed), net => Trainer.Create(net, Adam, new CrossEntropy()), training, "NETGEN202");
#pragma warning restore NETGEN202
#pragma warning disable NETGEN201 // Nothing holds the outputs of ReLU together: the larger, the smaller the loss.
        task.Try(seed => new DigitReLU(seed), net => Trainer.Create(net, Adam, new CrossEntropy()), training, "NETGEN201");
#pragma warning restore NETGEN201
#pragma warning disable NETGEN205 // Nine of ten margins ask for −1, which sigmoid does not reach: all outputs go to 0.
        task.Try(seed => new DigitSigmoid(seed), net => Trainer.Create(net, Adam, new Hinge()), training, "NETGEN205");
#pragma warning restore NETGEN205
        return task;
    }

    /// <summary>A number, scaled to mean 0 and standard deviation 1.</summary>
    public static OutputTask Diabetes()
    {
        (Dataset training, Dataset test) = RealData.Diabetes();
        var task = new OutputTask("Progression of diabetes", "test R²", network => network.RSquared(test));
        task.Try(seed => new DiabetesIdentity(seed), net => Trainer.Create(net, Adam, new MeanSquaredError()), training);

#pragma warning disable NETGEN204 // Targets go from −1.7 to 2.5.
        task.Try(seed => new DiabetesTanh(seed), net => Trainer.Create(net, Adam, new MeanSquaredError()), training, "NETGEN204");
        task.Try(seed => new DiabetesReLU(seed), net => Trainer.Create(net, Adam, new MeanSquaredError()), training, "NETGEN204");
#pragma warning restore NETGEN204
        return task;
    }
}
