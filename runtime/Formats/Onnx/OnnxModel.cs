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
    private readonly HashSet<OnnxNode> _unrounded;
    private readonly int _outputSize;

    internal OnnxModel(NetworkModel network, OnnxGraph graph, GraphEnds ends, GraphLowering.Result result)
    {
        Network = network;
        _graph = graph;
        _ends = ends;
        _value = result.Value;
        _constants = result.Constants;
        _unrounded = result.Unrounded;
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
    /// Evaluates the graph as the file has it, in double precision: what the network should give, up to the rounding of 32-bit numbers. Nothing is rounded to
    /// 16 bits, even where the graph says so. It does not use <see cref="Network"/>, and may be called from many threads.
    /// </summary>
    /// <param name="input">The features of one sample or more, [samples, inputs].</param>
    /// <param name="output">Takes the outputs, [samples, outputs].</param>
    /// <exception cref="ArgumentException">The features are not those of whole samples, or there is room for another number of outputs.</exception>
    public void Evaluate(ReadOnlySpan<float> input, Span<double> output)
    {
        int samples = input.Length / Network.InputSize, inputs = Network.InputSize * _ends.Batch, outputs = _outputSize * _ends.Batch;
        if (samples * Network.InputSize != input.Length)
            throw new ArgumentException($"The network takes {Network.InputSize} features; {input.Length} were given.", nameof(input));
        if (output.Length != samples * _outputSize)
            throw new ArgumentException($"The network gives {_outputSize} values; there is room for {output.Length} of {samples} samples.", nameof(output));
        for (int first = 0; first < samples; first += _ends.Batch)
        {
            ReadOnlySpan<float> some = input[(first * Network.InputSize)..];
            Span<double> room = output[(first * _outputSize)..];
            EvaluateBatch(some[..Math.Min(some.Length, inputs)], room[..Math.Min(room.Length, outputs)]);
        }
    }

    private void EvaluateBatch(ReadOnlySpan<float> input, Span<double> output)
    {
        // A graph that takes more samples at once gets the first ones again.
        double[] values = new double[Network.InputSize * _ends.Batch];
        for (int i = 0; i < values.Length; i++) values[i] = input[i % input.Length];
        var evaluation = new GraphEvaluation(_graph, new Budget(int.MaxValue, long.MaxValue)) { Unrounded = _unrounded };
        foreach ((string name, OnnxTensor constant) in _constants) evaluation.Values[name] = constant;
        evaluation.Values[_ends.Input.Name] = new OnnxTensor(_ends.Input.Type, [.. _ends.InputDims], values);
        OnnxEvaluator.Run(evaluation, _nodes, [_value])[_value].Reals.AsSpan(0, output.Length).CopyTo(output);
    }
}
