using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace NetGen.Tests.Infrastructure;

/// <summary>Which end of a buffer lies at a page that must not be touched.</summary>
public enum GuardedEnd
{
    /// <summary>One float before the first one faults.</summary>
    Start,

    /// <summary>One float behind the last one faults.</summary>
    End,
}

/// <summary>Floats with an inaccessible page at one end: whoever reads or writes past that end ends the process.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    // Wide enough that a stride of a whole row past the end is caught, too.
    private const int GuardBytes = 1 << 16;

    private readonly byte* _block;
    private readonly nuint _blockBytes;
    private readonly float* _start;

    public GuardedMemory(int length, GuardedEnd end)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        nuint inner = ((nuint)length * sizeof(float) + page - 1) / page * page;
        Length = length;
        _blockBytes = inner + 2 * GuardBytes;
        _block = Reserve(_blockBytes);
        Protect(_block, GuardBytes);
        Protect(_block + GuardBytes + inner, GuardBytes);
        byte* start = _block + GuardBytes;
        _start = (float*)(end == GuardedEnd.Start ? start : start + inner - (nuint)length * sizeof(float));
    }

    /// <summary>Whether the system's calls are known here.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() || OperatingSystem.IsWindows();

    public int Length { get; }

    public Span<float> Span => new(_start, Length);

    /// <summary>The first float; reaching past either end is what tests of the guard do.</summary>
    public float* Start => _start;

    public void Dispose()
    {
        bool freed = OperatingSystem.IsWindows() ? VirtualFree(_block, 0, 0x8000) : Unmap(_block, _blockBytes) == 0;
        if (!freed) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private static byte* Reserve(nuint bytes)
    {
        // Windows: MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE. Unix: PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS.
        void* block = OperatingSystem.IsWindows()
            ? VirtualAlloc(null, bytes, 0x3000, 0x04)
            : Map(null, bytes, 3, OperatingSystem.IsMacOS() ? 0x1002 : 0x22, -1, 0);
        return block != null && (nint)block != -1 ? (byte*)block : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private static void Protect(byte* start, nuint bytes)
    {
        // Windows: PAGE_NOACCESS. Unix: PROT_NONE.
        bool done = OperatingSystem.IsWindows() ? VirtualProtect(start, bytes, 0x01, out _) : MProtect(start, bytes, 0) == 0;
        if (!done) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int MProtect(void* address, nuint length, int protection);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial void* VirtualAlloc(void* address, nuint size, uint type, uint protection);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool VirtualProtect(void* address, nuint size, uint protection, out uint old);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool VirtualFree(void* address, nuint size, uint type);
}
