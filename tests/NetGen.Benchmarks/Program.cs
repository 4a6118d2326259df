using System;
using NetGen.Benchmarks;

switch (args)
{
    case [] or ["compare"]:
        Comparison.Run();
        return 0;
    case ["generator"]:
        GeneratorTime.Run();
        return 0;
    default:
        Console.Error.WriteLine("Usage: compare | generator");
        return 1;
}
