using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>Everything the generator has to say. The remarks tell what fills the holes of a message.</summary>
internal static class DiagnosticDescriptors
{
    private const string Category = "NetGen";

    /// <summary>'{0}' declares a network, so it must be partial: the other half is generated</summary>
    /// <remarks>The class.</remarks>
    public static readonly DiagnosticDescriptor NotPartial = new(
        "NETGEN001", "A network is partial",
        "'{0}' declares a network, so it must be partial: the other half is generated",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>'{0}' contains the network '{1}', so it must be partial, too</summary>
    /// <remarks>The containing type, the class.</remarks>
    public static readonly DiagnosticDescriptor ContainerNotPartial = new(
        "NETGEN002", "The types around a network are partial",
        "'{0}' contains the network '{1}', so it must be partial, too",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>'{0}' declares a network, so it must be a class; it is {1}</summary>
    /// <remarks>The type, what it is: 'a struct'.</remarks>
    public static readonly DiagnosticDescriptor NotAClass = new(
        "NETGEN003", "A network is a class",
        "'{0}' declares a network, so it must be a class; it is {1}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The network '{0}' cannot be generic, nor inside a generic type: '{1}' has type parameters</summary>
    /// <remarks>The class, the generic type.</remarks>
    public static readonly DiagnosticDescriptor Generic = new(
        "NETGEN004", "A network is not generic",
        "The network '{0}' cannot be generic, nor inside a generic type: '{1}' has type parameters",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The network '{0}' cannot be {1}, since nobody could construct it</summary>
    /// <remarks>The class, static or abstract.</remarks>
    public static readonly DiagnosticDescriptor NotConstructible = new(
        "NETGEN005", "A network can be constructed",
        "The network '{0}' cannot be {1}, since nobody could construct it",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The network '{0}' has no layers; write them below [Network], as in [Dense(10)]</summary>
    /// <remarks>The class.</remarks>
    public static readonly DiagnosticDescriptor NoLayers = new(
        "NETGEN006", "A network has layers",
        "The network '{0}' has no layers; write them below [Network], as in [Dense(10)]",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The layers of '{0}' are spread over several declarations, which leaves their order open; write them and [Network] on the same one</summary>
    /// <remarks>The class.</remarks>
    public static readonly DiagnosticDescriptor LayersOnSeveralDeclarations = new(
        "NETGEN007", "A network is written on one declaration",
        "The layers of '{0}' are spread over several declarations, which leaves their order open; write them and [Network] on the same one",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The input shape [{0}] cannot be used: {1}</summary>
    /// <remarks>The sizes, the reason: 'it has no sizes'.</remarks>
    public static readonly DiagnosticDescriptor InputShape = new(
        "NETGEN008", "The input has a usable shape",
        "The input shape [{0}] cannot be used: {1}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>{0} units are out of range: the layer '{1}' has 1 to {2}</summary>
    /// <remarks>The units, the layer, the limit.</remarks>
    public static readonly DiagnosticDescriptor Units = new(
        "NETGEN009", "The number of units is in range",
        "{0} units are out of range: the layer '{1}' has 1 to {2}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>{1} has no value {0}</summary>
    /// <remarks>The number, the enum.</remarks>
    public static readonly DiagnosticDescriptor UnknownEnumValue = new(
        "NETGEN010", "An enum value is defined",
        "{1} has no value {0}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The layer '{0}' applies {1} inside the network, where it squeezes the values that the next layers learn from; it is meant for the output</summary>
    /// <remarks>The layer, the activation.</remarks>
    public static readonly DiagnosticDescriptor SoftmaxInside = new(
        "NETGEN011", "Softmax is for the output",
        "The layer '{0}' applies {1} inside the network, where it squeezes the values that the next layers learn from; it is meant for the output",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>The layer '{0}' applies {1} to a single unit, which gives {2} for every input; use Sigmoid</summary>
    /// <remarks>The layer, the activation, the constant it gives.</remarks>
    public static readonly DiagnosticDescriptor SoftmaxOfOneUnit = new(
        "NETGEN012", "Softmax has more than one unit",
        "The layer '{0}' applies {1} to a single unit, which gives {2} for every input; use Sigmoid",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The network '{0}' cannot declare '{1}': the generated half has this member</summary>
    /// <remarks>The class, the member.</remarks>
    public static readonly DiagnosticDescriptor ReservedMember = new(
        "NETGEN013", "A member is in the way of a generated one",
        "The network '{0}' cannot declare '{1}': the generated half has this member",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The generated code needs C# {0}, and this project is set to C# {1}</summary>
    /// <remarks>The version needed, the version set.</remarks>
    public static readonly DiagnosticDescriptor LanguageTooOld = new(
        "NETGEN014", "The language version is recent enough",
        "The generated code needs C# {0}, and this project is set to C# {1}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>'{0}' cannot name a layer, since it is not a C# identifier</summary>
    /// <remarks>The name.</remarks>
    public static readonly DiagnosticDescriptor LayerNameNotIdentifier = new(
        "NETGEN015", "The name of a layer is an identifier",
        "'{0}' cannot name a layer, since it is not a C# identifier",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>Another layer has the name '{0}', or one that differs only in the case of its first letter</summary>
    /// <remarks>The name.</remarks>
    public static readonly DiagnosticDescriptor LayerNameTaken = new(
        "NETGEN016", "The names of layers differ",
        "Another layer has the name '{0}', or one that differs only in the case of its first letter",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The generator has no layer of the kind '{0}'</summary>
    /// <remarks>The kind.</remarks>
    public static readonly DiagnosticDescriptor UnknownLayer = new(
        "NETGEN017", "The kind of layer is known",
        "The generator has no layer of the kind '{0}'",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>{0} expects {1}, its input is {2}</summary>
    /// <remarks>The layer's kind, the shapes it takes: '[n]', the shape it is given: '[28, 28]'.</remarks>
    public static readonly DiagnosticDescriptor InputRank = new(
        "NETGEN018", "A layer can take its input",
        "{0} expects {1}, its input is {2}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>{0} is {1}, and must be {2}</summary>
    /// <remarks>The property, its value, the range: 'between 0 and 1'.</remarks>
    public static readonly DiagnosticDescriptor OptionOutOfRange = new(
        "NETGEN019", "An option is in range",
        "{0} is {1}, and must be {2}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>{0} has no effect here: {1}</summary>
    /// <remarks>The property, the reason: 'ReLU has no such parameter'.</remarks>
    public static readonly DiagnosticDescriptor OptionWithoutEffect = new(
        "NETGEN020", "An option has an effect",
        "{0} has no effect here: {1}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>One sample of '{0}' needs {1} bytes of stack, more than the limit of {2}</summary>
    /// <remarks>The class, the bytes, the limit.</remarks>
    public static readonly DiagnosticDescriptor TooMuchStack = new(
        "NETGEN021", "A network fits on the stack",
        "One sample of '{0}' needs {1} bytes of stack, more than the limit of {2}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>'{0}' has {1} parameters, padding included, more than a buffer can hold: {2}</summary>
    /// <remarks>The class, the floats of the buffer, the limit.</remarks>
    public static readonly DiagnosticDescriptor TooManyParameters = new(
        "NETGEN022", "The parameters fit into a buffer",
        "'{0}' has {1} parameters, padding included, more than a buffer can hold: {2}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>'{0}' has {1}, and no [Network] above them: nothing is generated</summary>
    /// <remarks>The type, what it has.</remarks>
    public static readonly DiagnosticDescriptor MissingNetwork = new(
        "NETGEN023", "Layers and weights belong to a network",
        "'{0}' has {1}, and no [Network] above them: nothing is generated",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>The network '{0}' cannot be file-local, nor inside a file-local type: '{1}' has no other half in a generated file</summary>
    /// <remarks>The class, the file-local type.</remarks>
    public static readonly DiagnosticDescriptor FileLocal = new(
        "NETGEN024", "A network is visible to another file",
        "The network '{0}' cannot be file-local, nor inside a file-local type: '{1}' has no other half in a generated file",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The network cannot be named '{0}', since its generated half has a member of that name</summary>
    /// <remarks>The class.</remarks>
    public static readonly DiagnosticDescriptor ReservedTypeName = new(
        "NETGEN025", "A network is not named like one of its members",
        "The network cannot be named '{0}', since its generated half has a member of that name",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The network '{0}' cannot have a primary constructor, since the generated one would have to call it</summary>
    /// <remarks>The class.</remarks>
    public static readonly DiagnosticDescriptor PrimaryConstructor = new(
        "NETGEN026", "A network has no primary constructor",
        "The network '{0}' cannot have a primary constructor, since the generated one would have to call it",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>'{0}' has no accessible constructor without parameters for the network '{1}' to call</summary>
    /// <remarks>The base class, the class.</remarks>
    public static readonly DiagnosticDescriptor NoBaseConstructor = new(
        "NETGEN027", "The base class can be constructed without arguments",
        "'{0}' has no accessible constructor without parameters for the network '{1}' to call",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The network '{0}' cannot derive from '{1}': {2}</summary>
    /// <remarks>The class, the base class, the reason: 'the generated half would hide its Parameters'.</remarks>
    public static readonly DiagnosticDescriptor HidesInherited = new(
        "NETGEN028", "A network hides no inherited member",
        "The network '{0}' cannot derive from '{1}': {2}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The layer {0} cannot stand here: {1}</summary>
    /// <remarks>The kind of layer, the reason.</remarks>
    public static readonly DiagnosticDescriptor Misplaced = new(
        "NETGEN029", "A layer stands where it has a meaning",
        "The layer {0} cannot stand here: {1}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The project has no weights '{0}': it takes an item &lt;NetGenWeights Include="{0}" /&gt;</summary>
    /// <remarks>The file.</remarks>
    public static readonly DiagnosticDescriptor NoWeights = new(
        "NETGEN030", "The project names the weights of a network",
        "The project has no weights '{0}': it takes an item <NetGenWeights Include=\"{0}\" />",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The weights '{0}' cannot be put into an assembly: {1}</summary>
    /// <remarks>The file, the reason.</remarks>
    public static readonly DiagnosticDescriptor WeightsTooLarge = new(
        "NETGEN031", "Weights fit into an assembly",
        "The weights '{0}' cannot be put into an assembly: {1}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The weights '{0}' lack the tensor '{1}', {2}</summary>
    /// <remarks>The file, the tensor, its shape.</remarks>
    public static readonly DiagnosticDescriptor MissingTensor = new(
        "NETGEN032", "Weights have every tensor of the network",
        "The weights '{0}' lack the tensor '{1}', {2}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The tensor '{0}' is {1}, and in the weights '{3}' it is {2}</summary>
    /// <remarks>The tensor, type and shape that the network takes, those of the file, the file.</remarks>
    public static readonly DiagnosticDescriptor OtherTensor = new(
        "NETGEN033", "A tensor has the type and the shape that the network takes",
        "The tensor '{0}' is {1}, and in the weights '{3}' it is {2}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The weights '{0}' have a tensor '{1}', {2}, which the network does not have</summary>
    /// <remarks>The file, the tensor, its type and shape.</remarks>
    public static readonly DiagnosticDescriptor StrayTensor = new(
        "NETGEN034", "Weights have no tensor that the network lacks",
        "The weights '{0}' have a tensor '{1}', {2}, which the network does not have",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>The weights '{0}' are of another architecture, though their tensors have the shapes of this one: its fingerprint is {1}, and that of the network {2}</summary>
    /// <remarks>The file, its fingerprint, that of the network.</remarks>
    public static readonly DiagnosticDescriptor OtherArchitecture = new(
        "NETGEN035", "Weights are of the network's architecture",
        "The weights '{0}' are of another architecture, though their tensors have the shapes of this one: its fingerprint is {1}, and that of the network {2}",
        Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <summary>All of them, in the order of their ids.</summary>
    public static readonly IReadOnlyList<DiagnosticDescriptor> All =
    [
        NotPartial, ContainerNotPartial, NotAClass, Generic, NotConstructible, NoLayers, LayersOnSeveralDeclarations, InputShape, Units,
        UnknownEnumValue, SoftmaxInside, SoftmaxOfOneUnit, ReservedMember, LanguageTooOld, LayerNameNotIdentifier, LayerNameTaken,
        UnknownLayer, InputRank, OptionOutOfRange, OptionWithoutEffect, TooMuchStack, TooManyParameters, MissingNetwork, FileLocal,
        ReservedTypeName, PrimaryConstructor, NoBaseConstructor, HidesInherited, Misplaced,
        NoWeights, WeightsTooLarge, MissingTensor, OtherTensor, StrayTensor, OtherArchitecture,
    ];

    private static readonly IReadOnlyDictionary<string, DiagnosticDescriptor> _byId = All.ToDictionary(static descriptor => descriptor.Id);

    /// <summary>The descriptor of an id, which lowering refers to it by.</summary>
    public static DiagnosticDescriptor WithId(string id) => _byId[id];
}
