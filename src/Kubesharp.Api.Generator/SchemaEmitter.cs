using System.Collections.Generic;
using System.Linq;

namespace Kubesharp.Api.Generator;

/// <summary>Writes the schema table of a record.</summary>
internal static class SchemaEmitter
{
    private static readonly string[] ListTypes = ["Unset", "Atomic", "Set", "Map"];

    public static void Emit(SourceText text, ApiTypeModel type)
    {
        text.Line("private static TypeSchema? s_schema;").Line();
        text.Line("public static TypeSchema Schema => s_schema ??= CreateSchema();").Line();
        text.Open("private static TypeSchema CreateSchema() => new()");
        text.Line($"Name = {SourceText.Quote(type.OpenApiName)},");
        if (type.Description.Length > 0) text.Line($"Description = {SourceText.Quote(type.Description)},");
        if (type.KindArguments is not null) text.Line("Kind = Gvk,");
        if (type.Atomic) text.Line("Atomic = true,");
        text.Line("Fields =");
        text.Line("[");
        foreach (var (_, field) in type.Leaves()) text.Line($"    new() {{ {string.Join(", ", Parts(field))} }},");
        text.Line("],");
        text.Close("};");
        text.Line();
    }

    private static IEnumerable<string> Parts(FieldModel field)
    {
        yield return $"Name = {SourceText.Quote(field.JsonName)}";
        yield return $"Value = {Value(field.Type)}";
        if (field.Number != 0) yield return $"Number = {field.Number}";
        if (field.Description.Length > 0) yield return $"Description = {SourceText.Quote(field.Description)}";
        if (field.Required) yield return "Required = true";
        if (!field.Type.Nullable && (field.Type.Shape == Shape.Object || (field.Always && field.Type.Shape is Shape.String or Shape.Int32 or Shape.Int64 or Shape.Boolean))) yield return "ZeroDefault = true";
        if (field.Default is not null) yield return $"Default = {SourceText.Quote(field.Default)}";
        if (field.Merge) yield return "Merge = true";
        if (field.RetainKeys) yield return "RetainKeys = true";
        if (field.MergeKey is not null) yield return $"MergeKey = {SourceText.Quote(field.MergeKey)}";
        if (field.ListType != 0) yield return $"ListType = ListType.{ListTypes[field.ListType]}";
        if (field.ListMapKeys is not null) yield return $"ListMapKeys = [{string.Join(", ", field.ListMapKeys.Split(',').Select(SourceText.Quote))}]";
        if (field.Atomic) yield return "Atomic = true";
        if (field.Enum.Count > 0) yield return $"Enum = [{string.Join(", ", field.Enum.Select(SourceText.Quote))}]";
    }

    private static string Value(TypeModel type) => type.Shape switch
    {
        Shape.Raw => "ValueSchema.Any",
        Shape.Object => type.HasSchema ? $"ValueSchema.Object(static () => {type.ClrName}.Schema)" : "ValueSchema.Any",
        Shape.List => $"ValueSchema.List({Value(type.Element!)})",
        Shape.Map => $"ValueSchema.Map({Value(type.Element!)})",
        var scalar => $"ValueSchema.{scalar}",
    };
}
