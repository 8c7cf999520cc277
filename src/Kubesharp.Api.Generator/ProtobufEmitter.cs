using System.Collections.Generic;
using System.Linq;

namespace Kubesharp.Api.Generator;

/// <summary>Writes the protobuf codec of a record.</summary>
internal static class ProtobufEmitter
{
    public static void Emit(SourceText text, ApiTypeModel type)
    {
        var members = type.Members.Where(member => member.Number != 0).OrderByDescending(member => member.Number).ToList();
        EmitWrite(text, members);
        EmitRead(text, type, members);
    }

    private static void EmitWrite(SourceText text, List<MemberModel> members)
    {
        text.Open("public void WriteProtobuf(ref ProtobufWriter w)");
        foreach (var member in members)
        {
            if (member is FieldModel field) EmitWriteField(text, field);
            else EmitMessage(text, $"{member.Property}.WriteProtobuf(ref w);", member.Number, $"{member.Number}");
        }

        text.Close().Line();
    }

    private static void EmitWriteField(SourceText text, FieldModel field)
    {
        var type = field.Type;
        if (type.Nullable)
        {
            text.Open($"if ({field.Property} is {{ }} p{field.Number})");
            EmitWriteValue(text, type, field.Number, $"p{field.Number}", $"{field.Number}", field.Wrapped);
            text.Close();
        }
        else
        {
            EmitWriteValue(text, type, field.Number, field.Property, $"{field.Number}", field.Wrapped);
        }
    }

    private static void EmitWriteValue(SourceText text, TypeModel type, int number, string value, string id, bool wrapped)
    {
        switch (type.Shape)
        {
            case Shape.List when wrapped:
                text.Open($"if (!{value}.IsNull)");
                text.Line($"var m{id} = w.Written;");
                EmitWriteValue(text, type, 1, value, id + "_", wrapped: false);
                text.Line($"w.EndMessage({number}, m{id});");
                text.Close();
                break;
            case Shape.List:
                text.Open($"for (var i{id} = {value}.Count - 1; i{id} >= 0; i{id}--)");
                EmitWriteValue(text, type.Element!, number, $"{value}[i{id}]", id + "_", wrapped: false);
                text.Close();
                break;
            case Shape.Map:
                text.Open($"for (var i{id} = {value}.Count - 1; i{id} >= 0; i{id}--)");
                text.Line($"var e{id} = {value}.AsSpan()[i{id}];");
                text.Line($"var m{id} = w.Written;");
                EmitWriteValue(text, type.Element!, 2, $"e{id}.Value", id + "_", wrapped);
                text.Line($"w.String(1, e{id}.Key);");
                text.Line($"w.EndMessage({number}, m{id});");
                text.Close();
                break;
            case Shape.Object:
                EmitMessage(text, $"{value}.WriteProtobuf(ref w);", number, id);
                break;
            case Shape.Bytes:
                text.Line($"if (!{value}.IsNull) w.Bytes({number}, {value}.Span);");
                break;
            default:
                text.Line(type.Shape switch
                {
                    Shape.String => $"w.String({number}, {value});",
                    Shape.Int32 or Shape.Int64 => $"w.Int({number}, {value});",
                    Shape.Boolean => $"w.Bool({number}, {value});",
                    Shape.Raw => $"w.RawJson({number}, {value});",
                    var scalar => $"w.{scalar}({number}, {value});",
                });
                break;
        }
    }

    private static void EmitMessage(SourceText text, string content, int number, string id)
    {
        text.Line($"var o{id} = w.Written;");
        text.Line(content);
        text.Line($"w.EndMessage({number}, o{id});");
    }

    private static void EmitRead(SourceText text, ApiTypeModel type, List<MemberModel> members)
    {
        text.Open($"public static {type.Name} ReadProtobuf(ref ProtobufReader r)");
        foreach (var member in members)
        {
            text.Line(member switch
            {
                InlineModel inline => $"var f{member.Number} = {inline.ClrName}.Empty;",
                FieldModel { Type: { Shape: Shape.List, Element: { } element }, Wrapped: false } => $"var f{member.Number} = default(ListBuilder<{element.Declared}>);",
                FieldModel { Type: { Shape: Shape.Map, Element: { } element } } => $"var f{member.Number} = default(ListBuilder<{Pair(element)}>);",
                FieldModel { Type: { Nullable: true } nullable } => $"{nullable.Declared} f{member.Number} = null;",
                FieldModel { Type: { Shape: Shape.String } } => $"var f{member.Number} = \"\";",
                FieldModel { Type: { Shape: Shape.Object } target } => $"var f{member.Number} = {target.ClrName}.Empty;",
                FieldModel field => $"{field.Type.Declared} f{member.Number} = default;",
                _ => "",
            });
        }

        text.Open("while (r.NextField(out var field))");
        text.Open("switch (field)");
        foreach (var member in members)
        {
            text.Line($"case {member.Number}:");
            text.Open();
            if (member is FieldModel field) EmitReadField(text, field);
            else if (member is InlineModel inline) EmitReadMessage(text, $"f{member.Number}", inline.ClrName, inline.Target.Shared, $"{member.Number}");
            text.Line("break;");
            text.Close();
        }

        text.Line("default:").Line("    r.Skip();").Line("    break;");
        text.Close().Close();
        text.Line($"return new {type.Name} {{ {string.Join(", ", members.Select(member => $"{member.Property} = {Result(member)}"))} }};");
        text.Close();
    }

    private static string Result(MemberModel member) => member switch
    {
        FieldModel { Type.Shape: Shape.List, Wrapped: false } => $"f{member.Number}.ToListOrNull()",
        FieldModel { Type.Shape: Shape.Map } => $"f{member.Number}.ToMapOrNull()",
        _ => $"f{member.Number}",
    };

    private static string Pair(TypeModel element) => $"KeyValuePair<string, {element.Declared}>";

    private static void EmitReadField(SourceText text, FieldModel field)
    {
        var target = $"f{field.Number}";
        var id = $"{field.Number}";
        switch (field.Type.Shape)
        {
            case Shape.List when field.Wrapped:
                EmitReadWrapped(text, field.Type.Element!, target, id, "r");
                break;
            case Shape.List when field.Type.Element!.Shape is Shape.Int32 or Shape.Int64 or Shape.Boolean:
                var cast = field.Type.Element.Shape switch { Shape.Int32 => "(int)x", Shape.Int64 => "x", _ => "x != 0" };
                text.Open("if (r.IsPacked)");
                text.Line("var packed = new ProtobufReader(r.Message());");
                text.Line($"while (packed.NextPacked(out var x)) {target}.Add({cast});");
                text.Close();
                text.Line($"else {target}.Add(r.{field.Type.Element.Shape}());");
                break;
            case Shape.List:
                text.Line($"{field.Type.Element!.Declared} v{id};");
                EmitReadValue(text, field.Type.Element, $"v{id}", id + "_", "r");
                text.Line($"{target}.Add(v{id});");
                break;
            case Shape.Map:
                var element = field.Type.Element!;
                text.Line($"var e{id} = new ProtobufReader(r.Message());");
                text.Line($"var k{id} = \"\";");
                text.Line($"{element.Declared} v{id} = {(element.Shape == Shape.String ? "\"\"" : element.Shape == Shape.Object ? element.ClrName + ".Empty" : "default")};");
                text.Open($"while (e{id}.NextField(out var part))");
                text.Line($"if (part == 1) k{id} = e{id}.String();");
                text.Open("else if (part == 2)");
                if (field.Wrapped) EmitReadWrapped(text, element.Element!, $"v{id}", id + "_", $"e{id}");
                else EmitReadValue(text, element, $"v{id}", id + "_", $"e{id}");
                text.Close();
                text.Line($"else e{id}.Skip();");
                text.Close();
                text.Line($"{target}.Add(new(k{id}, v{id}));");
                break;
            default:
                EmitReadValue(text, field.Type, target, id, "r");
                break;
        }
    }

    private static void EmitReadWrapped(SourceText text, TypeModel element, string target, string id, string reader)
    {
        text.Line($"var w{id} = new ProtobufReader({reader}.Message());");
        text.Line($"var b{id} = default(ListBuilder<{element.Declared}>);");
        text.Open($"while (w{id}.NextField(out var item))");
        text.Line($"if (item == 1) b{id}.Add(w{id}.String());");
        text.Line($"else w{id}.Skip();");
        text.Close();
        text.Line($"{target} = b{id}.ToList();");
    }

    private static void EmitReadValue(SourceText text, TypeModel type, string target, string id, string reader)
    {
        if (type.Shape == Shape.Object) EmitReadMessage(text, target, type.ClrName, type.IsShared, id, reader);
        else
        {
            text.Line($"{target} = {reader}.{type.Shape switch
            {
                Shape.Raw => "RawJson",
                Shape.MicroTime => "Time",
                var scalar => scalar.ToString(),
            }}();");
        }
    }

    private static void EmitReadMessage(SourceText text, string target, string clrName, bool isShared, string id, string reader = "r")
    {
        if (isShared)
        {
            text.Line($"{target} = SharedMessages<{clrName}>.Read({reader}.Message());");
            return;
        }

        text.Line($"var s{id} = new ProtobufReader({reader}.Message());");
        text.Line($"{target} = {clrName}.ReadProtobuf(ref s{id});");
    }
}
