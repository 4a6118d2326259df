using System;
using System.IO;
using Inference;

try
{
    Options options = Options.Parse(args);
    var network = new DigitClassifier();
    using var reader = new StreamReader(options.UseSamples ? Resource("digits.csv") : Console.OpenStandardInput());
    // A writer of its own: Console.Out sets the terminal up, and starts a thread for it, before it writes its first line.
    using var output = new StreamWriter(Console.OpenStandardOutput());
    if (options.Check)
    {
        Report.Check(output, DigitClassifier.SelfCheck());
        return 0;
    }

    Span<float> image = stackalloc float[DigitClassifier.InputSize], probabilities = stackalloc float[DigitClassifier.OutputSize];
    for (var images = new Images(reader); images.Read(image); output.Flush())
    {
        network.Forward(image, probabilities);
        int digit = network.Predict(image);
        if (options.Start is DateTime start)
        {
            Report.Start(output, DateTime.UtcNow - start);
            break;
        }

        if (options.Measure)
        {
            Measurement.Run(network, image, output);
            break;
        }

        if (options.PrintOutputs) Report.Outputs(output, probabilities);
        else Report.Digit(output, digit, probabilities[digit]);
    }

    return 0;
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

static Stream Resource(string name) => typeof(DigitClassifier).Assembly.GetManifestResourceStream(name)!;
