namespace Kubesharp.Api.Generator;

/// <summary>Writes the test whether a record is what reading its own JSON would give.</summary>
internal static class CanonicalEmitter
{
    public static void Emit(SourceText text, ApiTypeModel type)
    {
        text.Open("public bool IsCanonical()");
        foreach (var (path, field) in type.Leaves()) EmitField(text, path, field);
        if (type.HasTypeMeta) text.Line("if (TypeMeta is { } meta && (meta.Kind.Length == 0 || !Canonical.IsText(meta.Kind) || !Canonical.IsText(meta.ApiVersion))) return false;");
        text.Line("return true;");
        text.Close().Line();
    }

    private static void EmitField(SourceText text, string path, FieldModel field)
    {
        var type = field.Type;
        switch (type.Shape)
        {
            // What is left out when it is empty is absent when it is read.
            case Shape.List or Shape.Map or Shape.Bytes:
                var size = type.Shape == Shape.Bytes ? "Length" : "Count";
                if (!field.Always) text.Line($"if ({path}.{size} == 0 && !{path}.IsNull) return false;");
                if (type.Shape != Shape.Bytes) EmitItems(text, type, path, 0);
                break;
            default:
                if (Fault(type, path) is { } fault) text.Line($"if ({fault}) return false;");
                break;
        }
    }

    private static void EmitItems(SourceText text, TypeModel type, string path, int depth)
    {
        var element = type.Element!;
        var item = $"i{depth}";
        var value = type.Shape == Shape.Map ? item + ".Value" : item;
        var fault = element.Shape is Shape.List or Shape.Map ? value + ".IsNull" : Fault(element, value);
        if (type.Shape == Shape.List && fault is null) return;
        text.Open($"foreach (var {item} in {path})");
        if (type.Shape == Shape.Map) text.Line($"if (!Canonical.IsText({item}.Key)) return false;");
        if (fault is not null) text.Line($"if ({fault}) return false;");
        if (element.Shape is Shape.List or Shape.Map) EmitItems(text, element, value, depth + 1);
        text.Close();
    }

    /// <summary>What would make a value come back as another; null for types that always come back as they are.</summary>
    private static string? Fault(TypeModel type, string value) => type switch
    {
        { Shape: Shape.Object, Nullable: true } => $"{value}?.IsCanonical() == false",
        { Shape: Shape.Object } => $"!{value}.IsCanonical()",
        { Shape: Shape.String } => $"!Canonical.IsText({value})",
        { Shape: Shape.Time or Shape.MicroTime or Shape.Raw or Shape.IntOrString } => $"!Canonical.Is{type.Shape}({value})",
        _ => null,
    };
}
