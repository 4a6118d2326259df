using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Threading.Tasks;
using Xunit;

namespace NetGen.Package.Tests;

/// <summary>The sample of inference, published with Native AOT.</summary>
public class InferenceTests(InferenceSample sample) : IClassFixture<InferenceSample>
{
    private const long SizeLimit = 1_500_000;
    private const float Tolerance = 1e-5f;
    private const string Arm64Libraries = "/usr/aarch64-linux-gnu";

    private static bool IsLinuxX64 => OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64;

    [Fact]
    public async Task Is_small_and_gives_the_outputs_of_the_JIT_on_x64()
    {
        Assert.SkipUnless(IsLinuxX64 && Avx2.IsSupported && Fma.IsSupported, "This takes Linux on an x64 processor with AVX2 and FMA.");
        Assert.SkipUnless(Command.Find("clang", "gcc") is not null, "Native AOT takes clang or gcc to link.");

        (string program, string log) = await sample.PublishAsync("linux-x64");

        Assert.Contains("NetGen: compiling for x86-64-v3", log);
        Assert.DoesNotContain("warning", log, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(new FileInfo(program).Length, 1, SizeLimit);
        RequireJitOutputs(await sample.RunAsync(program));
    }

    [Fact]
    public async Task Gives_the_outputs_of_the_JIT_on_arm64()
    {
        string? clang = Command.Find("clang", "clang-19", "clang-18", "clang-17", "clang-16", "clang-15", "clang-14");
        Assert.SkipUnless(
            IsLinuxX64
                && clang is not null
                && Command.Find("qemu-aarch64") is not null
                && Command.Find("aarch64-linux-gnu-objcopy") is not null
                && Directory.Exists(Arm64Libraries),
            "Cross-compiling takes Linux on x64 with clang, qemu-user, binutils-aarch64-linux-gnu, gcc-aarch64-linux-gnu and libc6-dev-arm64-cross.");

        (string program, string log) = await sample.PublishAsync("linux-arm64", $"--property:CppCompilerAndLinker={clang}");

        Assert.DoesNotContain("NetGen:", log);
        Assert.DoesNotContain("warning", log, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(new FileInfo(program).Length, 1, SizeLimit);
        RequireJitOutputs(await sample.RunAsync("qemu-aarch64", "-L", Arm64Libraries, program));
    }

    private void RequireJitOutputs(float[] outputs)
    {
        Assert.NotEmpty(sample.JitOutputs);
        Assert.Equal(sample.JitOutputs.Length, outputs.Length);
        for (int i = 0; i < outputs.Length; i++) Assert.Equal(sample.JitOutputs[i], outputs[i], Tolerance);
    }
}
