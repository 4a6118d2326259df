using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using NetGen.Formats.Onnx;

namespace NetGen.Formats;

/// <summary>What was imported from an ONNX file.</summary>
public sealed class OnnxModel
{
    private readonly OnnxGraph _graph;
    private readonly GraphEnds _ends;
    private readonly string _value;
    private readonly Dictionary<string, OnnxTensor> _constants;
    private readonly ImmutableArray<OnnxNode> _nodes;
    private readonly int _outputSize;

    internal OnnxModel(NetworkModel network, OnnxGraph graph, GraphEnds ends, GraphLowering.Result result)
    {
        Network = network;
        _graph = graph;
        _ends = ends;
        _value = result.Value;
        _constants = result.Constants;
        _nodes = graph.NodesFor([_value]);
        _outputSize = network.Layers.OfType<DenseLayer>().Last().Units;
    }

    /// <summary>The network.</summary>
    public NetworkModel Network { get; }

    /// <summary>What was simplified or ignored, a line each.</summary>
    public ImmutableArray<string> Notes { get; internal init; } = [];

    /// <summary>The program that wrote the file, with its version; empty where the file does not say.</summary>
    public string Producer { get; internal init; } = "";

    /// <summary>The version of the standard's operators that the file means.</summary>
    public long Opset { get; internal init; }

    /// <summary>The graph's name of the input.</summary>
    public string InputName => _ends.Input.Name;

    /// <summary>The graph's name of the output. Where it is the probabilities of two classes, the network's output is that of the second.</summary>
    public string OutputName => _ends.Output;

    /// <summary>
    /// Evaluates the graph as the file has it, in double precision, for one sample: what the network should give, up to the rounding of 32-bit numbers. It does
    /// not use
    /// <see cref="Network"/>, and may be called from many threads.
    /// </summary>
    /// <param name="input">The features, as many as the network takes.</param>
    /// <param name="output">Takes the outputs, as many as the network gives.</param>
    /// <exception cref="ArgumentException">A span is of another length.</exception>
    public void Evaluate(ReadOnlySpan<float> input, Span<double> output)
    {
        if (input.Length != Network.InputSize)
            throw new ArgumentException($"The network takes {Network.InputSize} features; {input.Length} were given.", nameof(input));
        if (output.Length != _outputSize) throw new ArgumentException($"The network gives {_outputSize} values; there is room for {output.Length}.", nameof(output));

        // A graph that takes many samples at once gets the same one many times.
        double[] values = new double[input.Length * _ends.Batch];
        for (int i = 0; i < values.Length; i++) values[i] = input[i % input.Length];
        var evaluation = new GraphEvaluation(_graph, new Budget(int.MaxValue, long.MaxValue));
        foreach ((string name, OnnxTensor constant) in _constants) evaluation.Values[name] = constant;
        evaluation.Values[_ends.Input.Name] = new OnnxTensor(_ends.Input.Type, [.. _ends.InputDims], values);
        OnnxEvaluator.Run(evaluation, _nodes, [_value])[_value].Reals.AsSpan(0, _outputSize).CopyTo(output);
    }
}
