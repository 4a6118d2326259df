using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>
/// The JIT compiler gives up optimising methods beyond certain sizes, and is then 4 to 8 times slower. Generated methods stay a factor of two below:
/// at most 300 locals, 200 basic blocks, 250 calls of inlined functions, 8,000 instructions and 16 KiB of IL each.
/// </summary>
public sealed class CodeSizeTests
{
    private const int MaxBytes = 16 * 1024;
    private const int MaxLocals = 300;
    private const int MaxBranches = 200;
    private const int MaxInstructions = 8000;
    private const int MaxFunctionCalls = 250;

    private static readonly Dictionary<ushort, OperandType> _operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(opCode => (ushort)opCode.Value, opCode => opCode.OperandType);

    [Theory]
    [InlineData("[Network(1)] [Dense(1)]")]
    [InlineData("[Network(4)] [Dense(16, Activation.Mish)] [Dense(16, Activation.GELU)] [Dense(3, Activation.Softmax)]")]
    [InlineData("[Network(32)] [Dense(16, Activation.Tanh)] [Dense(32, Activation.GELU)] [Dense(16)]")]
    [InlineData("[Network(784)] [Dense(128, Activation.ReLU)] [Dense(64, Activation.ReLU)] [Dense(10, Activation.Softmax)]")]
    [InlineData("[Network(4096)] [Dense(4096, Activation.GELU)] [Dense(4095, Activation.SELU)] [Dense(4096, Activation.LogSoftmax)]")]
    [InlineData("[Network(999)] [Dense(1007, Activation.Mish)] [Dense(1, Activation.Sigmoid)]")]
    public void MethodsStayWithinTheCaps(string layers) => AssertWithinCaps(Methods($"{layers} public partial class Net;"));

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    public void DeepNetworksGrowByMethodsNotWithinThem(int depth)
    {
        List<Method> methods = Methods($"[Network(32)] {string.Concat(Enumerable.Repeat("[Dense(32, Activation.Tanh)] ", depth))} public partial class Net;");
        AssertWithinCaps(methods);
        Assert.Equal(2 * 7 * depth, methods.Count(method => method.Name.Contains("Dense")));
    }

    [Fact]
    public void CodeDoesNotGrowWithWidth()
    {
        int size(int width) => Methods($"[Network({width})] [Dense({width}, Activation.ReLU)] [Dense({width})] public partial class Net;").Sum(method => method.Bytes);
        int narrow = size(128), wide = size(4096);
        Assert.InRange(wide, 0.9 * narrow, 1.1 * narrow);
    }

    private static void AssertWithinCaps(List<Method> methods)
    {
        Assert.NotEmpty(methods);
        Assert.All(methods, method =>
        {
            Assert.True(method.Bytes <= MaxBytes, $"{method.Name} has {method.Bytes} bytes of IL.");
            Assert.True(method.Locals <= MaxLocals, $"{method.Name} has {method.Locals} locals.");
            Assert.True(method.Code.Branches <= MaxBranches, $"{method.Name} has {method.Code.Branches} branches.");
            Assert.True(method.Code.Instructions <= MaxInstructions, $"{method.Name} has {method.Code.Instructions} instructions.");
            Assert.True(method.Code.FunctionCalls <= MaxFunctionCalls, $"{method.Name} calls {method.Code.FunctionCalls} functions.");
        });
    }

    private static List<Method> Methods(string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source);
        run.AssertCompiles();
        using var image = new MemoryStream();
        Assert.True(run.Output.WithOptions(((CSharpCompilation)run.Output).Options.WithOptimizationLevel(OptimizationLevel.Release)).Emit(image).Success);
        image.Position = 0;
        using var reader = new PEReader(image);
        MetadataReader metadata = reader.GetMetadataReader();
        List<Method> methods = [];
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition definition = metadata.GetMethodDefinition(handle);
            if (definition.RelativeVirtualAddress == 0) continue;
            MethodBodyBlock body = reader.GetMethodBody(definition.RelativeVirtualAddress);
            int locals = body.LocalSignature.IsNil ? 0 : CountLocals(metadata, body.LocalSignature);
            methods.Add(new Method(metadata.GetString(definition.Name), body.GetILReader().Length, locals, Count(body.GetILBytes()!, metadata)));
        }

        return methods;
    }

    private static int CountLocals(MetadataReader metadata, StandaloneSignatureHandle handle)
    {
        BlobReader blob = metadata.GetBlobReader(metadata.GetStandaloneSignature(handle).Signature);
        blob.ReadSignatureHeader();
        return blob.ReadCompressedInteger();
    }

    // Every branch ends a basic block, so the blocks are at most twice the branches; calls end none.
    private static Contents Count(byte[] code, MetadataReader metadata)
    {
        int branches = 0, instructions = 0, functionCalls = 0;
        for (int at = 0; at < code.Length;)
        {
            var opCode = (ILOpCode)(code[at] == 0xFE ? 0xFE00 | code[at + 1] : code[at]);
            at += code[at] == 0xFE ? 2 : 1;
            instructions++;
            if (opCode.IsBranch()) branches++;
            if (opCode == ILOpCode.Call && IsVectorFunction(MetadataTokens.EntityHandle(System.BitConverter.ToInt32(code, at)), metadata)) functionCalls++;
            at += opCode == ILOpCode.Switch ? 4 + 4 * System.BitConverter.ToInt32(code, at) : OperandSize(opCode);
        }

        return new Contents(instructions, branches, functionCalls);
    }

    // The runtime's vector functions are inlined; operations on vectors are instructions.
    private static bool IsVectorFunction(EntityHandle method, MetadataReader metadata)
    {
        if (method.Kind == HandleKind.MethodSpecification) method = metadata.GetMethodSpecification((MethodSpecificationHandle)method).Method;
        return method.Kind == HandleKind.MemberReference
            && metadata.GetMemberReference((MemberReferenceHandle)method).Parent is { Kind: HandleKind.TypeReference } type
            && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name).StartsWith("VectorMath", System.StringComparison.Ordinal);
    }

    private static int OperandSize(ILOpCode opCode)
    {
        if (opCode.IsBranch()) return opCode.GetBranchOperandSize();
        return _operands[(ushort)opCode] switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            _ => 4,
        };
    }

    private sealed record Method(string Name, int Bytes, int Locals, Contents Code);

    private sealed record Contents(int Instructions, int Branches, int FunctionCalls);
}
