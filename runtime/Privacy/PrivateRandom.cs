using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NetGen;

/// <summary>
/// Random bits that nobody can predict who does not know the key: AES-128 in counter mode, of a key from the system's cryptographic generator. With a seed instead, the
/// same bits on every run: for tests, since whoever knows the seed can take the noise away again.
/// </summary>
internal sealed class PrivateRandom : IDisposable
{
    private const int BlockBytes = 16;
    private const int BufferBytes = 1 << 14;

    /// <summary>The numbers that <see cref="SaveState"/> gives.</summary>
    public const int StateLength = 2;

    private readonly Aes _aes;
    private readonly bool _isSeeded;
    private readonly ICryptoTransform _cipher;
    private readonly byte[] _counters = new byte[BufferBytes];
    private readonly byte[] _bits = new byte[BufferBytes];
    private ulong _block;
    private int _used = BufferBytes;

    public PrivateRandom(int? seed)
    {
        _isSeeded = seed.HasValue;
        byte[] key = new byte[BlockBytes];
        if (seed is { } given) BitConverter.TryWriteBytes(key, given);
        else RandomNumberGenerator.Fill(key);
        _aes = Aes.Create();
        (_aes.Mode, _aes.Padding, _aes.Key) = (CipherMode.ECB, PaddingMode.None, key);
        _cipher = _aes.CreateEncryptor();
    }

    /// <summary>Fills memory with random bits. After the first call, it allocates nothing.</summary>
    public void Fill(Span<uint> bits)
    {
        Span<byte> left = MemoryMarshal.AsBytes(bits);
        while (left.Length > 0)
        {
            if (_used == BufferBytes) Refill();
            int count = Math.Min(left.Length, BufferBytes - _used);
            _bits.AsSpan(_used, count).CopyTo(left);
            _used += count;
            left = left[count..];
        }
    }

    /// <summary>Fills memory with multiples of 2⁻⁵³ in (0, 1], each equally likely.</summary>
    public void FillUniform(Span<double> values)
    {
        Span<ulong> bits = MemoryMarshal.Cast<double, ulong>(values);
        Fill(MemoryMarshal.Cast<ulong, uint>(bits));
        for (int i = 0; i < values.Length; i++) values[i] = ((bits[i] >> 11) + 1) * (1.0 / (1L << 53));
    }

    /// <summary>The place in the sequence of a seed; without one nothing is told of it.</summary>
    public long[] SaveState() => _isSeeded ? [(long)_block, _used] : new long[StateLength];

    /// <summary>Goes on from a place in the sequence of a seed; without one, from a key of its own. False if there is no such place.</summary>
    public bool TryLoadState(long[] state)
    {
        const int blocks = BufferBytes / BlockBytes;
        if (!_isSeeded) return true;
        if (state is not [>= 0 and long block, >= 0 and <= BufferBytes and long used] || block % blocks != 0) return false;
        _block = (ulong)block;
        if (block > 0)
        {
            _block -= blocks;
            Refill();
        }

        _used = (int)used;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cipher.Dispose();
        _aes.Dispose();
    }

    private void Refill()
    {
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(_counters.AsSpan());
        for (int word = 0; word < words.Length; word += BlockBytes / sizeof(ulong)) words[word] = _block++;
        _cipher.TransformBlock(_counters, 0, BufferBytes, _bits, 0);
        _used = 0;
    }
}
