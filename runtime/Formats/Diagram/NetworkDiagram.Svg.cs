using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml;

namespace NetGen.Formats;

/// <content>Drawings by themselves.</content>
public static partial class NetworkDiagram
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private const int Margin = 24, BoxWidth = 300, TitleHeight = 58, Gap = 34, LineHeight = 19, Padding = 14;

    // Colours for light and dark pages; programs that know no media queries take the first ones, on their own background.
    private const string Style = """

        .page { fill: #ffffff; }
        .box { stroke-width: 1.5; }
        .dense { fill: #e8f0fe; stroke: #3b6fd4; }
        .other { fill: #f1f3f4; stroke: #80868b; }
        .end { fill: #e6f4ea; stroke: #2f8f4e; }
        .arrow { stroke: #5f6368; stroke-width: 1.5; fill: none; }
        .head { fill: #5f6368; }
        text { font-family: system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; font-size: 14px; fill: #202124; }
        .name { font-weight: 600; }
        .title { font-size: 18px; font-weight: 600; }
        .quiet { fill: #5f6368; font-size: 13px; }
        @media (prefers-color-scheme: dark) {
          .page { fill: #1f2023; }
          .dense { fill: #1e2d4d; stroke: #7aa5f7; }
          .other { fill: #2d2f33; stroke: #9aa0a6; }
          .end { fill: #1c3526; stroke: #6fc28b; }
          .arrow { stroke: #9aa0a6; }
          .head { fill: #9aa0a6; }
          text { fill: #e8eaed; }
          .quiet { fill: #9aa0a6; }
        }

        """;

    /// <summary>Draws a picture in SVG, the layers from the top to the bottom, for light and dark pages.</summary>
    /// <param name="model">The network.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ImportException">The model is not a network.</exception>
    public static string ToSvg(NetworkModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        NetworkValidation.Require(model);
        List<Box> boxes = Boxes(model);
        string title = Title(model);
        string[] headings = [model.Name, title[(model.Name.Length + 2)..]];

        // Text is about half as wide as high; names may be long.
        int width = Math.Max(BoxWidth, (int)(boxes.SelectMany(box => box.Lines).Append(headings[1]).Max(line => line.Length) * 8.2) + 2 * Padding);
        width = Math.Max(width, headings[0].Length * 11);
        int height = Margin + TitleHeight + boxes.Sum(box => box.Height) + (boxes.Count - 1) * Gap + Margin;

        // A writer of texts says UTF-16 in the declaration, whatever becomes of it in a file.
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using (XmlWriter xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("svg", Namespace);
            Attributes(xml, ("viewBox", $"0 0 {width + 2 * Margin} {height}"), ("width", Text(width + 2 * Margin)), ("height", Text(height)), ("role", "img"));
            xml.WriteElementString("title", Namespace, title);
            xml.WriteElementString("style", Namespace, Style);
            Element(xml, "rect", ("class", "page"), ("width", "100%"), ("height", "100%"), ("rx", "8"));
            int centre = Margin + width / 2, y = Margin + TitleHeight;
            Label(xml, "title", centre, Margin + 16, headings[0]);
            Label(xml, "quiet", centre, Margin + 38, headings[1]);
            for (int i = 0; i < boxes.Count; i++)
            {
                Draw(xml, boxes[i], centre, y, width);
                y += boxes[i].Height;
                if (i == boxes.Count - 1) break;
                Element(xml, "path", ("class", "arrow"), ("d", $"M{centre} {y + 3}V{y + Gap - 10}"));
                Element(xml, "path", ("class", "head"), ("d", $"M{centre - 5} {y + Gap - 11}h10l-5 8z"));
                y += Gap;
            }

            xml.WriteEndElement();
        }

        return text + "\n";
    }

    private static List<Box> Boxes(NetworkModel model) =>
    [
        new Box("end", ["input", Number(model.InputSize)]),
        .. LayerTable.Of(model).Select(row => new Box(row.Kind == "Dense" ? "dense" : "other", [row.Name, .. Lines(row)])),
        new Box("end", ["output", Number(model.OutputSize)]),
    ];

    private static void Draw(XmlWriter xml, Box box, int centre, int y, int width)
    {
        bool isEnd = box.Class == "end";
        int boxWidth = isEnd ? width / 2 : width;
        Element(xml, "rect", ("class", $"box {box.Class}"), ("x", Text(centre - boxWidth / 2)), ("y", Text(y)), ("width", Text(boxWidth)),
            ("height", Text(box.Height)), ("rx", isEnd ? Text(box.Height / 2) : "6"));
        for (int line = 0; line < box.Lines.Length; line++)
            Label(xml, line == 0 ? "name" : "quiet", centre, y + Padding + 10 + line * LineHeight, box.Lines[line]);
    }

    private static void Label(XmlWriter xml, string kind, int x, int y, string label)
    {
        xml.WriteStartElement("text", Namespace);
        Attributes(xml, ("class", kind), ("x", Text(x)), ("y", Text(y)), ("text-anchor", "middle"));
        xml.WriteString(label);
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name, Namespace);
        Attributes(xml, attributes);
        xml.WriteEndElement();
    }

    private static void Attributes(XmlWriter xml, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach ((string name, string value) in attributes) xml.WriteAttributeString(name, value);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Box(string Class, string[] Lines)
    {
        public int Height => 2 * Padding + (Lines.Length - 1) * LineHeight + 10;
    }
}
