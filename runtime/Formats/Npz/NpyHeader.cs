using System;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;

namespace NetGen.Formats;

/// <summary>
/// The header of a .npy file: the dictionary of Python that NumPy writes, with a string, a Boolean and a tuple of integers
/// (<c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>).
/// </summary>
/// <param name="Descr">The element type.</param>
/// <param name="IsFortranOrder">Whether the first dimension varies fastest.</param>
/// <param name="Shape">The shape.</param>
internal sealed record NpyHeader(string Descr, bool IsFortranOrder, ImmutableArray<long> Shape)
{
    private const int MaxRank = 64;

    /// <summary>Reads the dictionary.</summary>
    /// <exception cref="InvalidDataException">It is not one as NumPy writes it.</exception>
    public static NpyHeader Parse(string text)
    {
        var reader = new Reader(text);
        string? descr = null;
        bool? isFortranOrder = null;
        ImmutableArray<long> shape = default;
        reader.Expect('{');
        while (!reader.TryTake('}'))
        {
            string key = reader.String();
            reader.Expect(':');
            switch (key)
            {
                case "descr" when descr is null:
                    descr = reader.Peek() == '[' ? throw new InvalidDataException("The elements of the array are structures, not numbers.") : reader.String();
                    break;
                case "fortran_order" when isFortranOrder is null:
                    isFortranOrder = reader.Boolean();
                    break;
                case "shape" when shape.IsDefault:
                    shape = reader.Tuple();
                    break;
                default:
                    throw new InvalidDataException($"The header of the array has {SafetensorsHeader.Quote(key)} twice, or the format does not know it.");
            }

            if (reader.TryTake(',')) continue;
            reader.Expect('}');
            break;
        }

        reader.ExpectEnd();
        if (descr is null || isFortranOrder is null || shape.IsDefault)
            throw new InvalidDataException("The header of the array needs descr, fortran_order and shape.");
        return new NpyHeader(descr, isFortranOrder.Value, shape);
    }

    private sealed class Reader(string text)
    {
        private int _position;

        public char Peek()
        {
            while (_position < text.Length && text[_position] is ' ' or '\n' or '\t' or '\r') _position++;
            return _position < text.Length ? text[_position] : '\0';
        }

        public bool TryTake(char c)
        {
            if (Peek() != c) return false;
            _position++;
            return true;
        }

        public void Expect(char c)
        {
            if (!TryTake(c)) throw new InvalidDataException($"The header of the array is not valid: at character {_position} a '{c}' is missing.");
        }

        public void ExpectEnd()
        {
            if (Peek() != '\0' || _position < text.Length)
                throw new InvalidDataException($"The header of the array goes on after its end, at character {_position}.");
        }

        public string String()
        {
            char quote = Peek();
            if (quote is not ('\'' or '"'))
                throw new InvalidDataException($"The header of the array is not valid: at character {_position} a text is missing.");
            int end = text.IndexOf(quote, _position + 1);
            if (end < 0) throw new InvalidDataException("The header of the array is not valid: a text does not end.");
            string value = text[(_position + 1)..end];
            _position = end + 1;
            return value;
        }

        public bool Boolean()
        {
            string word = Word();
            return word == "True" || (word == "False" ? false
                : throw new InvalidDataException($"The header of the array has {SafetensorsHeader.Quote(word)} for a Boolean."));
        }

        public ImmutableArray<long> Tuple()
        {
            var sizes = ImmutableArray.CreateBuilder<long>();
            Expect('(');
            while (!TryTake(')'))
            {
                // Python 2 wrote 3L.
                string word = Word();
                if (!long.TryParse(word.AsSpan().TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out long size) || sizes.Count == MaxRank)
                    throw new InvalidDataException($"The header of the array has {SafetensorsHeader.Quote(word)} for a size, or more than {MaxRank} of them.");
                sizes.Add(size);
                if (TryTake(',')) continue;
                Expect(')');
                break;
            }

            return sizes.ToImmutable();
        }

        private string Word()
        {
            Peek();
            int start = _position;
            while (_position < text.Length && char.IsAsciiLetterOrDigit(text[_position])) _position++;
            return text[start.._position];
        }
    }
}
