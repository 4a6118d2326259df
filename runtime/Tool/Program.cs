using System;
using NetGen.Tool;

return Cli.Run(args, Console.Out, Console.Error);
