using Microsoft.CodeAnalysis;

namespace Kubesharp.Api.Generator;

internal enum Shape
{
    String,
    Int32,
    Int64,
    Boolean,
    Double,
    Time,
    MicroTime,
    Bytes,
    Quantity,
    IntOrString,
    Raw,
    Object,
    List,
    Map,
}

/// <summary>Type of a property, or of the items of a list or map.</summary>
internal sealed class TypeModel
{
    private TypeModel(Shape shape, string clrName, bool nullable, bool hasSchema = false, TypeModel? element = null, bool isShared = false)
    {
        Shape = shape;
        ClrName = clrName;
        Nullable = nullable;
        HasSchema = hasSchema;
        Element = element;
        IsShared = isShared;
    }

    public Shape Shape { get; }

    /// <summary>Fully qualified name without the mark of nullability.</summary>
    public string ClrName { get; }

    public bool Nullable { get; }

    /// <summary>An object type with generated fields, as opposed to one that codes itself by hand.</summary>
    public bool HasSchema { get; }

    /// <summary>Whether equal values are decoded once.</summary>
    public bool IsShared { get; }

    public TypeModel? Element { get; }

    public string Declared => Nullable ? ClrName + "?" : ClrName;

    public static TypeModel From(ITypeSymbol type, bool micro)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            var inner = From(nullable.TypeArguments[0], micro);
            return new TypeModel(inner.Shape, inner.ClrName, true);
        }

        var annotated = type.NullableAnnotation == NullableAnnotation.Annotated;
        var clrName = type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        if (type is INamedTypeSymbol { TypeArguments.Length: 1, Name: "ValueList" or "ValueMap" } collection)
        {
            return new TypeModel(collection.Name == "ValueList" ? Shape.List : Shape.Map, clrName, false, element: From(collection.TypeArguments[0], micro));
        }

        Shape? scalar = type.SpecialType switch
        {
            SpecialType.System_String => Shape.String,
            SpecialType.System_Int32 => Shape.Int32,
            SpecialType.System_Int64 => Shape.Int64,
            SpecialType.System_Boolean => Shape.Boolean,
            SpecialType.System_Double => Shape.Double,
            _ => type.Name switch
            {
                "DateTimeOffset" => micro ? Shape.MicroTime : Shape.Time,
                "ByteString" => Shape.Bytes,
                "Quantity" => Shape.Quantity,
                "IntOrString" => Shape.IntOrString,
                "RawJson" => Shape.Raw,
                _ => null,
            },
        };
        if (scalar is { } shape) return new TypeModel(shape, clrName, annotated);
        var api = ApiTypeModel.Attribute(type, "ApiTypeAttribute");
        return new TypeModel(Shape.Object, clrName, annotated, api is not null, isShared: api is not null && ApiTypeModel.Named(api, "Shared") is true);
    }
}
