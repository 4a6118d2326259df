using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using NetGen.CodeFixes;
using NetGen.Generator.Diagnostics;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>Sources, with what is generated for them, as the project of an editor, which offers code fixes.</summary>
internal sealed class CodeFixHarness
{
    private static readonly LossAdviceCodeFix _fix = new();

    private readonly Project _project;
    private readonly ImmutableArray<DocumentId> _sources;
    private readonly ImmutableArray<Diagnostic> _advice;

    private CodeFixHarness(Project project, ImmutableArray<DocumentId> sources, ImmutableArray<Diagnostic> advice) =>
        (_project, _sources, _advice) = (project, sources, advice);

    public static Task<CodeFixHarness> OpenAsync(params IReadOnlyList<string> sources) => OpenAsync([], sources);

    public static async Task<CodeFixHarness> OpenAsync(IEnumerable<MetadataReference> references, params IReadOnlyList<string> sources)
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(sources).AddReferences(references);
        GeneratorRun run = GeneratorHarness.Run(compilation);
        run.AssertCompiles();
        Project project = new AdhocWorkspace().AddProject("TestProject", LanguageNames.CSharp)
            .WithMetadataReferences(compilation.References)
            .WithParseOptions(GeneratorHarness.ParseOptions)
            .WithCompilationOptions(compilation.Options);
        List<DocumentId> documents = [];
        foreach (SyntaxTree tree in run.Output.SyntaxTrees)
        {
            Document document = project.AddDocument(tree.FilePath, await tree.GetTextAsync(CancellationToken.None));
            documents.Add(document.Id);
            project = document.Project;
        }

        Compilation opened = (await project.GetCompilationAsync(CancellationToken.None))!;
        ImmutableArray<Diagnostic> advice = await opened.WithAnalyzers([new LossAdviceAnalyzer()]).GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        return new(project, [.. documents.Take(sources.Count)], [.. advice.OrderBy(static diagnostic => diagnostic.Location.SourceSpan)]);
    }

    /// <summary>The titles of what is offered for the first advice.</summary>
    public async Task<IEnumerable<string>> TitlesAsync() => (await ActionsAsync()).Select(static action => action.Title);

    /// <summary>The sources after the fix of that title for the first advice.</summary>
    public async Task<string[]> FixAsync(string title) => await TextsAsync(Assert.Single(await ActionsAsync(), action => action.Title == title));

    /// <summary>The sources after that fix for all advice at once.</summary>
    public async Task<string[]> FixAllAsync(string title)
    {
        CodeAction action = Assert.Single(await ActionsAsync(), action => action.Title == title);
        FixAllContext context = new(
            DocumentOf(_advice[0]), _fix, FixAllScope.Project, action.EquivalenceKey, _advice.Select(static diagnostic => diagnostic.Id).Distinct(),
            new Advice(_advice), CancellationToken.None);
        return await TextsAsync(Assert.IsAssignableFrom<CodeAction>(await _fix.GetFixAllProvider().GetFixAsync(context)));
    }

    private async Task<List<CodeAction>> ActionsAsync()
    {
        List<CodeAction> actions = [];
        await _fix.RegisterCodeFixesAsync(new CodeFixContext(DocumentOf(_advice[0]), _advice[0], (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    private Document DocumentOf(Diagnostic diagnostic) => _project.GetDocument(diagnostic.Location.SourceTree)!;

    private async Task<string[]> TextsAsync(CodeAction action)
    {
        ApplyChangesOperation operation = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        return [.. await Task.WhenAll(_sources.Select(async id => $"{await operation.ChangedSolution.GetDocument(id)!.GetTextAsync(CancellationToken.None)}"))];
    }

    /// <summary>The advice, as a fix for all of it asks for it.</summary>
    private sealed class Advice(ImmutableArray<Diagnostic> all) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(all);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return all.Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
