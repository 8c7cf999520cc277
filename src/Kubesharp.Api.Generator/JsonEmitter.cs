using System.Collections.Generic;
using System.Linq;

namespace Kubesharp.Api.Generator;

/// <summary>Writes the JSON codec of a record.</summary>
internal static class JsonEmitter
{
    private const string Metadata = "ObjectMeta";

    public static void Emit(SourceText text, ApiTypeModel type)
    {
        var leaves = type.Leaves().Select((leaf, index) => new Leaf(leaf.Path, leaf.Field, index)).ToList();
        EmitRead(text, type, leaves);
        EmitWrite(text, type, leaves);
        text.Open("private static class JsonNames");
        foreach (var leaf in leaves) text.Line($"public static readonly JsonEncodedText N{leaf.Index} = JsonEncodedText.Encode({SourceText.Quote(leaf.Field.JsonName)}u8);");
        text.Close().Line();
    }

    private static void EmitRead(SourceText text, ApiTypeModel type, List<Leaf> leaves)
    {
        text.Open($"public static {type.Name} ReadJson(ref JsonDecoder d)");
        text.Line("if (!d.BeginObject()) return Empty;");
        foreach (var leaf in leaves) text.Line($"{leaf.Field.Type.Declared} f{leaf.Index} = {Initial(leaf.Field.Type)};");
        if (type.HasTypeMeta) text.Line("string apiVersion = \"\", kind = \"\";");
        var known = leaves.Any(leaf => CanBeKnown(type, leaf.Field));
        if (known) text.Line($"var known = d.Known as {type.Name};");
        for (var i = 0; i * 64 < leaves.Count; i++) text.Line($"var seen{i} = 0ul;");
        text.Open("while (d.NextField(out var name))");
        var cases = leaves.Select(leaf => (Name: leaf.Field.JsonName, Leaf: (Leaf?)leaf)).ToList();
        if (type.KindArguments is not null) cases.AddRange([("kind", null), ("apiVersion", null)]);
        if (cases.Count > 0) text.Open("switch (name.Length)");
        foreach (var group in cases.GroupBy(entry => entry.Name.Length).OrderBy(group => group.Key))
        {
            text.Line($"case {group.Key}:");
            foreach (var (name, leaf) in group)
            {
                text.Open($"    if (name.SequenceEqual({SourceText.Quote(name)}u8))");
                if (leaf is { } field) EmitReadField(text, field, CanBeKnown(type, field.Field));
                else text.Line(type.HasTypeMeta ? $"{name} = d.ReadString();" : "d.ReadString();");
                text.Line("continue;");
                text.Close();
            }

            text.Line("    break;");
        }

        if (cases.Count > 0) text.Close();
        text.Line("d.Unknown();");
        text.Close();
        text.Line($"return new {type.Name} {{ {Construct(type.Members, leaves, "")}{(type.HasTypeMeta ? ", TypeMeta = kind.Length == 0 ? null : new TypeMeta(apiVersion, kind)" : "")} }};");
        text.Close().Line();
    }

    /// <summary>Whether a member is worth taking from another state of the object: what a kind consists of, and the parts of its metadata.</summary>
    private static bool CanBeKnown(ApiTypeModel type, FieldModel field)
    {
        if (type.Name == Metadata) return field.Type.Shape is Shape.List or Shape.Map;
        return type.KindArguments is not null && type.HasObjectMeta && field.Type is { Shape: Shape.Object, Nullable: false };
    }

    private static void EmitReadField(SourceText text, Leaf leaf, bool canBeKnown)
    {
        var bit = $"{1ul << (leaf.Index % 64)}ul";
        text.Line($"if ((seen{leaf.Index / 64} & {bit}) != 0) d.Duplicate();");
        text.Line($"seen{leaf.Index / 64} |= {bit};");
        if (!canBeKnown)
        {
            EmitReadValue(text, leaf.Field.Type, $"f{leaf.Index}", leaf.Index.ToString());
            return;
        }

        var name = SourceText.Quote(leaf.Field.JsonName);
        text.Open($"if (known is not null && d.SkipKnown({name}u8))");
        text.Line($"f{leaf.Index} = known.{leaf.Path};");
        text.Close();
        if (leaf.Field.Type.ClrName.EndsWith("." + Metadata, System.StringComparison.Ordinal))
        {
            text.Open($"else if (known is not null && d.EnterKnown({name}u8, known.{leaf.Path}))");
            EmitReadValue(text, leaf.Field.Type, $"f{leaf.Index}", leaf.Index.ToString());
            text.Line("d.LeaveKnown(known);");
            text.Close();
        }

        text.Open("else");
        EmitReadValue(text, leaf.Field.Type, $"f{leaf.Index}", leaf.Index.ToString());
        text.Close();
    }

    private static void EmitReadValue(SourceText text, TypeModel type, string target, string id)
    {
        switch (type.Shape)
        {
            case Shape.List:
                text.Line($"{target} = default;");
                text.Open("if (d.BeginArray())");
                text.Line($"var l{id} = default(ListBuilder<{type.Element!.Declared}>);");
                text.Open("while (d.NextItem())");
                text.Line($"{type.Element.Declared} v{id};");
                EmitReadValue(text, type.Element, $"v{id}", id + "_");
                text.Line($"l{id}.Add(v{id});");
                text.Close();
                text.Line($"{target} = l{id}.ToList();");
                text.Close();
                break;
            case Shape.Map:
                text.Line($"{target} = default;");
                text.Open("if (d.BeginObject())");
                var pair = $"KeyValuePair<string, {type.Element!.Declared}>";
                text.Line($"var l{id} = default(ListBuilder<{pair}>);");
                text.Open($"while (d.NextField(out var n{id}))");
                text.Line($"var k{id} = JsonDecoder.Key(n{id});");
                text.Line($"{type.Element.Declared} v{id};");
                EmitReadValue(text, type.Element, $"v{id}", id + "_");
                text.Line($"l{id}.Add(new(k{id}, v{id}));");
                text.Close();
                text.Line($"{target} = d.Map(l{id}.ToArray());");
                text.Close();
                break;
            case Shape.Object:
                text.Line($"{target} = {(type.Nullable ? "d.IsNull ? null : " : "")}{type.ClrName}.ReadJson(ref d);");
                break;
            default:
                text.Line($"{target} = d.Read{(type.Nullable ? "Nullable" : "")}{(type.Shape == Shape.MicroTime ? "Time" : type.Shape)}();");
                break;
        }
    }

    private static string Construct(List<MemberModel> members, List<Leaf> leaves, string path) =>
        string.Join(", ", members.Select(member => member switch
        {
            InlineModel inline => $"{inline.Property} = new {inline.ClrName} {{ {Construct(inline.Target.Members, leaves, path + inline.Property + ".")} }}",
            _ => $"{member.Property} = f{leaves.First(leaf => leaf.Path == path + member.Property).Index}",
        }));

    private static void EmitWrite(SourceText text, ApiTypeModel type, List<Leaf> leaves)
    {
        text.Open("public void WriteJson(Utf8JsonWriter w)");
        text.Line("w.WriteStartObject();");
        if (type.HasTypeMeta)
        {
            text.Open("if (TypeMeta is { } meta)");
            text.Line("w.WriteString(\"kind\"u8, meta.Kind);");
            text.Line("w.WriteString(\"apiVersion\"u8, meta.ApiVersion);");
            text.Close();
        }

        text.Line("WriteJsonFields(w);").Line("w.WriteEndObject();");
        text.Close().Line();
        text.Open("public void WriteJsonFields(Utf8JsonWriter w)");
        foreach (var leaf in leaves) EmitWriteField(text, leaf);
        text.Close().Line();
    }

    private static void EmitWriteField(SourceText text, Leaf leaf)
    {
        var field = leaf.Field;
        var type = field.Type;
        var name = $"JsonNames.N{leaf.Index}";
        var present = type switch
        {
            { Nullable: true } => $"{leaf.Path} is {{ }} p{leaf.Index}",
            { Shape: Shape.List or Shape.Map } => field.Always ? $"!{leaf.Path}.IsNull" : $"{leaf.Path}.Count != 0",
            { Shape: Shape.Bytes } => field.Always ? $"!{leaf.Path}.IsNull" : $"{leaf.Path}.Length != 0",
            { Shape: Shape.Raw } => $"!{leaf.Path}.IsNull",
            { Shape: Shape.Object } => field.OmitZero ? $"{leaf.Path} != {type.ClrName}.Empty" : "true",
            { Shape: Shape.String } => field.Always ? "true" : $"{leaf.Path}.Length != 0",
            { Shape: Shape.Boolean } => field.Always ? "true" : leaf.Path,
            _ => field.Always ? "true" : $"{leaf.Path} != default",
        };
        text.Open(present == "true" ? null : $"if ({present})");
        text.Line($"w.WritePropertyName({name});");
        EmitWriteValue(text, type, type.Nullable ? $"p{leaf.Index}" : leaf.Path, leaf.Index.ToString());
        text.Close();
        if (field.Always && present != "true" || (type.Shape == Shape.Raw && !type.Nullable && field.Always)) text.Line($"else w.WriteNull({name});");
    }

    private static void EmitWriteValue(SourceText text, TypeModel type, string value, string id)
    {
        switch (type.Shape)
        {
            case Shape.List:
                text.Line("w.WriteStartArray();");
                text.Open($"foreach (var i{id} in {value})");
                EmitWriteValue(text, type.Element!, $"i{id}", id + "_");
                text.Close();
                text.Line("w.WriteEndArray();");
                break;
            case Shape.Map:
                text.Line("w.WriteStartObject();");
                text.Open($"foreach (var i{id} in {value})");
                text.Line($"w.WritePropertyName(i{id}.Key);");
                EmitWriteValue(text, type.Element!, $"i{id}.Value", id + "_");
                text.Close();
                text.Line("w.WriteEndObject();");
                break;
            default:
                text.Line(type.Shape switch
                {
                    Shape.String => $"w.WriteStringValue({value});",
                    Shape.Int32 or Shape.Int64 or Shape.Double => $"w.WriteNumberValue({value});",
                    Shape.Boolean => $"w.WriteBooleanValue({value});",
                    Shape.Object => $"{value}.WriteJson(w);",
                    var scalar => $"w.Write{scalar}Value({value});",
                });
                break;
        }
    }

    private static string Initial(TypeModel type) => type switch
    {
        { Nullable: true } => "null",
        { Shape: Shape.String } => "\"\"",
        { Shape: Shape.Object } => type.ClrName + ".Empty",
        _ => "default",
    };

    private sealed class Leaf(string path, FieldModel model, int index)
    {
        public string Path => path;

        public FieldModel Field => model;

        public int Index => index;
    }
}
