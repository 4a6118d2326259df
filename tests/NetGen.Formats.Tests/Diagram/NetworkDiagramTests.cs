using System;
using System.Linq;
using System.Xml.Linq;
using NetGen.Formats.Tests.Infrastructure;
using Xunit;

namespace NetGen.Formats.Tests.Diagram;

/// <summary>Drawings of networks.</summary>
public sealed class NetworkDiagramTests
{
    [Fact]
    public void MermaidHasEveryLayerAndTheTotals() => Assert.Equal(
        """
        ---
        title: "Varied: 235 parameters, 210 multiply-adds a sample"
        ---
        flowchart LR
            n0(["input<br/>5"])
            n1["<b>standardize1</b><br/>(x - mean) / scale<br/>10 parameters"]
            n2["<b>hidden</b><br/>5 → 17, LeakyReLU:0.2<br/>102 parameters"]
            n3["<b>dropout1</b><br/>dropout 0.25"]
            n4["<b>dense1</b><br/>17 → 6, GELU<br/>102 parameters"]
            n5["<b>dense2</b><br/>6 → 3, Softmax<br/>21 parameters"]
            n6(["output<br/>3"])
            n0 --> n1
            n1 --> n2
            n2 --> n3
            n3 --> n4
            n4 --> n5
            n5 --> n6

        """, NetworkDiagram.ToMermaid(Models.Varied()), ignoreLineEndingDifferences: true);

    [Fact]
    public void SvgIsValidXmlWithEveryLayerInsideThePicture()
    {
        NetworkModel model = Models.Varied();
        string svg = NetworkDiagram.ToSvg(model);
        Assert.Equal(svg, NetworkDiagram.ToSvg(model));
        XElement root = XDocument.Parse(svg).Root!;
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal(ns + "svg", root.Name);
        string[] texts = [.. root.Elements(ns + "text").Select(text => text.Value)];
        foreach (string expected in (string[])["Varied", "235 parameters, 210 multiply-adds a sample", "standardize1", "hidden", "5 → 17, LeakyReLU:0.2",
            "dropout 0.25", "dense2", "21 parameters", "output"])
            Assert.Contains(expected, texts);
        int[] size = [.. ((string)root.Attribute("viewBox")!).Split(' ').Select(int.Parse)];
        foreach (XElement box in root.Elements(ns + "rect").Where(rect => ((string)rect.Attribute("class")!).StartsWith("box")))
        {
            Assert.InRange((int)box.Attribute("x")! + (int)box.Attribute("width")!, 0, size[2]);
            Assert.InRange((int)box.Attribute("y")! + (int)box.Attribute("height")!, 0, size[3]);
        }

        Assert.Contains("prefers-color-scheme: dark", svg);
    }

    [Fact]
    public void LongNamesFit()
    {
        var model = new NetworkModel(new string('N', 80), 1, [Models.Dense(new Random(1), new string('l', 60), 1, 1, Activation.ReLU)]);
        int[] size = [.. ((string)XDocument.Parse(NetworkDiagram.ToSvg(model)).Root!.Attribute("viewBox")!).Split(' ').Select(int.Parse)];
        Assert.InRange(size[2], 80 * 11, 80 * 20);
    }
}
