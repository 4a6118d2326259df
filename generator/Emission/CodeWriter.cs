using System;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Model;

namespace NetGen.Generator.Emission;

/// <summary>Writes indented C# with <c>\n</c> as its only newline, and numbers as the invariant culture spells them.</summary>
internal sealed class CodeWriter
{
    /// <summary>The attribute of every method: a kernel that starts in an unoptimised tier is many times slower until it is compiled again.</summary>
    public const string Optimized = "[MethodImpl(MethodImplOptions.AggressiveOptimization)]";

    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _endsBlock;

    /// <summary>The vectors that the kernels in hand are written in: lines say <c>Vector&lt;float&gt;</c> and <c>VectorMath</c>, and are spelt as it says.</summary>
    public VectorPlan Vectors { get; set; } = VectorPlan.Portable;

    /// <summary>A float literal that reads back as the same value: <c>0.01f</c>.</summary>
    public static string Literal(float value) => value.ToString("R", CultureInfo.InvariantCulture) + "f";

    /// <summary>A string literal: <c>"Data/digits.safetensors"</c>.</summary>
    public static string Literal(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>A product in an address: <c>16 * m</c>, or just <c>m</c>.</summary>
    public static string Times(int factor, string index) => factor == 1 ? index : $"{factor} * {index}";

    /// <summary>Writes one line, or the lines of a raw string, each at the current depth. After a block, a blank line comes first.</summary>
    public void Line(string lines)
    {
        if (Vectors != VectorPlan.Portable)
            lines = lines.Replace(VectorPlan.Portable.Type, Vectors.Type).Replace(VectorPlan.Portable.Functions + ".", Vectors.Functions + ".");
        foreach (string line in lines.Replace("\r", "").Split('\n'))
        {
            if (_endsBlock && line.Length > 0 && line != "}" && line != "else") _text.Append('\n');
            _endsBlock = false;
            if (line.Length > 0) _text.Append(' ', 4 * _depth).Append(line);
            _text.Append('\n');
        }
    }

    /// <summary>Writes a blank line.</summary>
    public void Line() => Line("");

    /// <summary>Writes a loop of one statement.</summary>
    public void Loop(string header, string statement)
    {
        Line(header);
        Line("    " + statement);
        _endsBlock = true;
    }

    /// <summary>Writes an opening brace; the end of the <c>using</c> writes the closing one.</summary>
    public Scope Block()
    {
        Line("{");
        _depth++;
        return new Scope(this);
    }

    /// <summary>Writes <paramref name="header"/> and an opening brace; the end of the <c>using</c> writes the closing one.</summary>
    public Scope Block(string header)
    {
        Line(header);
        return Block();
    }

    public override string ToString() => _text.ToString();

    internal readonly struct Scope(CodeWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Line("}");
            writer._endsBlock = true;
        }
    }
}
