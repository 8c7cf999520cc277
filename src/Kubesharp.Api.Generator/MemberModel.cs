using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Kubesharp.Api.Generator;

/// <summary>A property that takes part in the codecs.</summary>
internal abstract class MemberModel(IPropertySymbol property, int number)
{
    public string Property { get; } = property.Name;

    public int Number { get; } = number;
}

/// <summary>A property whose type's members stand in the parent's JSON object.</summary>
internal sealed class InlineModel(IPropertySymbol property, int number) : MemberModel(property, number)
{
    public string ClrName { get; } = property.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    public ApiTypeModel Target { get; } = ApiTypeModel.From((INamedTypeSymbol)property.Type);
}

/// <summary>A property that is one JSON member.</summary>
internal sealed class FieldModel : MemberModel
{
    public FieldModel(IPropertySymbol property, AttributeData data)
        : base(property, (int)data.ConstructorArguments[0].Value!)
    {
        JsonName = (string?)ApiTypeModel.Named(data, "Name") ?? char.ToLowerInvariant(property.Name[0]) + property.Name.Substring(1);
        Always = ApiTypeModel.Named(data, "Always") is true;
        OmitZero = ApiTypeModel.Named(data, "OmitZero") is true;
        Required = ApiTypeModel.Named(data, "Required") is true;
        Wrapped = ApiTypeModel.Named(data, "Wrapped") is true;
        Merge = ApiTypeModel.Named(data, "Merge") is true;
        RetainKeys = ApiTypeModel.Named(data, "RetainKeys") is true;
        MergeKey = (string?)ApiTypeModel.Named(data, "MergeKey");
        ListType = ApiTypeModel.Named(data, "ListType") is int listType ? listType : 0;
        ListMapKeys = (string?)ApiTypeModel.Named(data, "ListMapKeys");
        Atomic = ApiTypeModel.Named(data, "Atomic") is true;
        Default = (string?)ApiTypeModel.Named(data, "Default");
        Enum = ApiTypeModel.Named(data, "Enum") is INamedTypeSymbol constants
            ? constants.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).Select(field => (string)field.ConstantValue!).ToList()
            : [];
        Description = DocComment.Summary(property);
        Type = TypeModel.From(property.Type, ApiTypeModel.Named(data, "Micro") is true);
    }

    public string JsonName { get; }

    public TypeModel Type { get; }

    public string Description { get; }

    public bool Always { get; }

    public bool OmitZero { get; }

    public bool Required { get; }

    public bool Wrapped { get; }

    public bool Merge { get; }

    public bool RetainKeys { get; }

    public string? MergeKey { get; }

    public int ListType { get; }

    public string? ListMapKeys { get; }

    public bool Atomic { get; }

    public string? Default { get; }

    public List<string> Enum { get; }
}
