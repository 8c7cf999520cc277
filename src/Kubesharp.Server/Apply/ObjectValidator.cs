using System.Text;
using System.Text.Json;
using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Apply;

/// <summary>Checks an applied object against its schema: members that are not declared, values of the wrong form, repeated list items.</summary>
internal sealed class ObjectValidator(JsonTape tape)
{
    private readonly List<string> _errors = [];

    /// <summary>Returns when the object fits.</summary>
    /// <exception cref="FieldSetException">It does not; the message lists everything that is wrong.</exception>
    public static void Check(FieldShape shape, JsonTape tape)
    {
        var validator = new ObjectValidator(tape);
        validator.Check(shape, 0, "");
        if (validator._errors.Count == 0) return;
        throw new FieldSetException(
            validator._errors.Count == 1 ? validator._errors[0] : "errors:" + string.Concat(validator._errors.Select(error => "\n  " + error)));
    }

    private void Check(FieldShape shape, int index, string path)
    {
        if (tape.IsNull(index)) return;
        switch (shape.Kind)
        {
            case ShapeKind.Object:
                if (!tape.IsObject(index)) Add(path, $"expected map, got &{{{Go(index)}}}");
                else CheckMembers(shape, index, path);
                break;
            case ShapeKind.Set or ShapeKind.KeyedList:
                if (!tape.IsArray(index)) Add(path, $"expected list, got &{{{Go(index)}}}");
                else CheckItems(shape, index, path);
                break;
            case ShapeKind.Leaf when shape.IsList:
                if (!tape.IsArray(index))
                {
                    Add(path, $"expected list, got &{{{Go(index)}}}");
                    break;
                }

                var position = 0;
                for (var i = index + 1; i < tape.Next(index); i = tape.Next(i)) Check(shape.Content!, i, $"{path}[{position++}]");
                break;
            case ShapeKind.Leaf when shape.Content is not null:
                Check(shape.Content, index, path);
                break;
            case ShapeKind.Leaf:
                CheckScalar(shape.Scalar, index, path);
                break;
        }
    }

    private void CheckMembers(FieldShape shape, int index, string path)
    {
        var hint = 0;
        for (var i = index + 1; i < tape.Next(index); i = tape.Next(i + 1))
        {
            var name = tape.String(i);
            var below = shape.Field(name, ref hint)?.Shape ?? shape.Element;
            var text = $"{path}.{Encoding.UTF8.GetString(name)}";
            if (below is null) Add(text, "field not declared in schema");
            else Check(below, i + 1, text);
        }
    }

    private void CheckItems(FieldShape list, int index, string path)
    {
        var seen = new HashSet<PathElement>();
        var position = 0;
        for (var i = index + 1; i < tape.Next(index); i = tape.Next(i), position++)
        {
            PathElement step;
            try
            {
                step = ListItems.Step(tape, list, i);
            }
            catch (FieldSetException e)
            {
                // Without the item's keys nothing in it can be named.
                Add(path, $"element {position}: {e.Message}");
                return;
            }

            if (!seen.Add(step)) Add(path, $"duplicate entries for key {step}");
            Check(list.Element!, i, path + step);
        }
    }

    private void CheckScalar(ScalarType type, int index, string path)
    {
        switch (type)
        {
            case ScalarType.String when tape.Kind(index) != JsonValueKind.String:
                Add(path, $"expected string, got &value.valueUnstructured{{Value:{Go(index)}}}");
                break;
            case ScalarType.Number when tape.Kind(index) != JsonValueKind.Number:
                Add(path, $"expected numeric (int or float), got {GoType(index)}");
                break;
            case ScalarType.Boolean when tape.Kind(index) is not (JsonValueKind.True or JsonValueKind.False):
                Add(path, $"expected boolean, got &{{{Go(index)}}}");
                break;
            case ScalarType.Any when tape.IsObject(index) || tape.IsArray(index):
                Add(path, $"expected any scalar, got &{{{Go(index)}}}");
                break;
        }
    }

    private string Go(int index) => GoFormat.Value(JsonTree.From(tape, index));

    private string GoType(int index) => tape.Kind(index) switch
    {
        JsonValueKind.Object => "map[string]interface {}",
        JsonValueKind.Array => "[]interface {}",
        JsonValueKind.String => "string",
        _ => "bool",
    };

    private void Add(string path, string message) => _errors.Add($"{path}: {message}");
}
