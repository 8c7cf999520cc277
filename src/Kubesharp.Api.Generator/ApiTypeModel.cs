using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Kubesharp.Api.Generator;

/// <summary>What the generator needs to know of one record.</summary>
internal sealed class ApiTypeModel
{
    private ApiTypeModel(INamedTypeSymbol symbol)
    {
        Symbol = symbol;
        var api = Attribute(symbol, "ApiTypeAttribute")!;
        OpenApiName = (string)api.ConstructorArguments[0].Value!;
        Atomic = Named(api, "Atomic") is true;
        Shared = Named(api, "Shared") is true;
        KindArguments = Attribute(symbol, "KindAttribute")?.ConstructorArguments.Select(argument => (string)argument.Value!).ToList();
        Resource = Attribute(symbol, "ResourceAttribute");
        Description = DocComment.Summary(symbol);
        foreach (var property in symbol.GetMembers().OfType<IPropertySymbol>())
        {
            if (Attribute(property, "FieldAttribute") is { } field) Members.Add(new FieldModel(property, field));
            else if (Attribute(property, "InlineAttribute") is { } inline) Members.Add(new InlineModel(property, (int)inline.ConstructorArguments[0].Value!));
            else if (property.Name == "TypeMeta") HasTypeMeta = true;
        }

        HasObjectMeta = Members.OfType<FieldModel>().Any(field => field.Property == "Metadata" && field.Type.ClrName.EndsWith(".ObjectMeta"));
        IsList = KindArguments is not null && symbol.Name.EndsWith("List") && Members.OfType<FieldModel>().Any(field => field.Property == "Items");
    }

    public INamedTypeSymbol Symbol { get; }

    public string Name => Symbol.Name;

    public string Namespace => Symbol.ContainingNamespace.ToDisplayString();

    public string HintName => Symbol.ToDisplayString();

    public string OpenApiName { get; }

    public bool Atomic { get; }

    /// <summary>Whether equal values are decoded once.</summary>
    public bool Shared { get; }

    public string Description { get; }

    public List<string>? KindArguments { get; }

    public AttributeData? Resource { get; }

    /// <summary>Keeps kind and version of an object that stands inside another.</summary>
    public bool HasTypeMeta { get; }

    public bool HasObjectMeta { get; }

    public bool IsList { get; }

    /// <summary>Fields and inlined types in JSON order.</summary>
    public List<MemberModel> Members { get; } = [];

    public static ApiTypeModel From(INamedTypeSymbol symbol) => new(symbol);

    public static string KindEntry(INamedTypeSymbol symbol)
    {
        var kind = Attribute(symbol, "KindAttribute")!.ConstructorArguments.Select(argument => (string)argument.Value!).ToList();
        var apiVersion = kind[0].Length == 0 ? kind[1] : kind[0] + "/" + kind[1];
        return $"{apiVersion}|{kind[2]}|{symbol.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}";
    }

    /// <summary>Every field with a JSON name of its own, those of inlined types included, with the path to reach it.</summary>
    public IEnumerable<(string Path, FieldModel Field)> Leaves() => Leaves(Members, "");

    public static AttributeData? Attribute(ISymbol symbol, string name) => symbol.GetAttributes().FirstOrDefault(data => data.AttributeClass?.Name == name);

    public static object? Named(AttributeData data, string name) => data.NamedArguments.FirstOrDefault(pair => pair.Key == name).Value.Value;

    private static IEnumerable<(string Path, FieldModel Field)> Leaves(List<MemberModel> members, string path)
    {
        foreach (var member in members)
        {
            if (member is FieldModel field) yield return (path + field.Property, field);
            else if (member is InlineModel inline)
            {
                foreach (var leaf in Leaves(inline.Target.Members, path + inline.Property + ".")) yield return leaf;
            }
        }
    }
}
