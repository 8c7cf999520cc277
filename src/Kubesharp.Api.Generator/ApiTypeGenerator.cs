using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kubesharp.Api.Generator;

/// <summary>
/// Writes the JSON codec, the protobuf codec and the schema of every record marked <c>[ApiType]</c>,
/// and one table of all kinds. A step's result is the finished text, so unchanged types cost nothing on later builds.
/// </summary>
[Generator]
public sealed class ApiTypeGenerator : IIncrementalGenerator
{
    private const string ApiType = "Kubesharp.Api.ApiTypeAttribute";
    private const string Kind = "Kubesharp.Api.KindAttribute";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var sources = context.SyntaxProvider.ForAttributeWithMetadataName(
            ApiType,
            static (node, _) => node is RecordDeclarationSyntax,
            static (match, _) =>
            {
                var type = ApiTypeModel.From((INamedTypeSymbol)match.TargetSymbol);
                return (type.HintName, Text: TypeEmitter.Emit(type));
            });
        context.RegisterSourceOutput(sources, static (output, source) => output.AddSource(source.HintName + ".g.cs", source.Text));

        var kinds = context.SyntaxProvider.ForAttributeWithMetadataName(
            Kind,
            static (node, _) => node is RecordDeclarationSyntax,
            static (match, _) => ApiTypeModel.KindEntry((INamedTypeSymbol)match.TargetSymbol));
        context.RegisterSourceOutput(kinds.Collect(), static (output, entries) =>
        {
            // Other projects than the API's have types of their own, but no kinds.
            if (entries.IsEmpty) return;
            output.AddSource("KindTable.g.cs", KindTableEmitter.Emit(entries.OrderBy(entry => entry, System.StringComparer.Ordinal).ToList()));
        });
    }
}
