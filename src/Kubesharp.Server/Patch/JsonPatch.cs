using System.Text;
using System.Text.Json;
using Kubesharp.Api;

namespace Kubesharp.Server.Patch;

/// <summary>JSON Patch (RFC 6902), with the negative array indices and the limits Kubernetes has.</summary>
internal static class JsonPatch
{
    /// <summary>Operations one patch may have.</summary>
    public const int MaxOperations = 10_000;

    /// <summary>Bytes that all copy operations of one patch may add.</summary>
    public const int MaxCopiedBytes = 3 * 1024 * 1024;

    /// <summary>Carries out the operations one after another; the document may be changed and must not be used afterwards.</summary>
    /// <exception cref="StatusException">The patch is not a list of operations (400), or has too many (413).</exception>
    /// <exception cref="JsonPatchException">An operation cannot be carried out.</exception>
    public static JsonTree Apply(JsonTree document, JsonTree patch)
    {
        if (!patch.IsArray)
        {
            if (patch.IsNull) return document;
            throw PatchErrors.BadPatch($"json: cannot unmarshal {GoJsonType(patch)} into Go value of type jsonpatch.Patch");
        }

        foreach (var operation in patch.Items)
        {
            if (!operation.IsObject && !operation.IsNull)
                throw PatchErrors.BadPatch($"json: cannot unmarshal {GoJsonType(operation)} into Go value of type jsonpatch.Operation");
        }

        if (patch.Items.Count > MaxOperations) throw PatchErrors.TooManyOperations(MaxOperations, patch.Items.Count);
        var copied = 0L;
        foreach (var operation in patch.Items) document = Run(document, operation, ref copied);
        return document;
    }

    private static JsonTree Run(JsonTree document, JsonTree operation, ref long copied)
    {
        var kind = Text(operation, "op"u8);
        switch (kind)
        {
            case "add":
                return Add(document, Pointer(operation, "path"u8, kind), Value(operation, kind), kind);
            case "remove":
                return Remove(document, Pointer(operation, "path"u8, kind), kind, out _);
            case "replace":
                return Replace(document, Pointer(operation, "path"u8, kind), Value(operation, kind), kind);
            case "move":
                var from = Pointer(operation, "from"u8, kind);
                var to = Pointer(operation, "path"u8, kind);
                if (from.Length < to.Length && to.AsSpan(0, from.Length).SequenceEqual(from))
                    throw new JsonPatchException($"move operation cannot move {Show(from)} into its own child {Show(to)}: Unable to move");
                document = Remove(document, from, kind, out var moved);
                return Add(document, to, moved, kind);
            case "copy":
                var value = Find(document, Pointer(operation, "from"u8, kind), kind).Copy();
                using (var text = new ByteBuffer())
                {
                    value.WriteTo(text);
                    copied += text.Count;
                }

                if (copied > MaxCopiedBytes)
                    throw new JsonPatchException($"Unable to complete the copy, the accumulated size increase of copy is {copied}, exceeding the limit {MaxCopiedBytes}");
                return Add(document, Pointer(operation, "path"u8, kind), value, kind);
            case "test":
                Test(document, operation);
                return document;
            default:
                throw new JsonPatchException($"Unexpected kind: {kind}");
        }
    }

    private static void Test(JsonTree document, JsonTree operation)
    {
        var pointer = Pointer(operation, "path"u8, "test");
        var expected = Value(operation, "test");
        var found = TryFind(document, pointer);

        // A member that is not there is as good as null.
        if (found is null && (!expected.IsNull || pointer.Length == 0 || TryFind(document, pointer[..^1]) is not { IsObject: true }))
            throw new JsonPatchException($"testing value {Show(pointer)} failed: test failed", isFailedTest: true);
        if (found is not null && !found.SameAs(expected)) throw new JsonPatchException($"testing value {Show(pointer)} failed: test failed", isFailedTest: true);
    }

    private static JsonTree Add(JsonTree document, string[] pointer, JsonTree value, string operation)
    {
        if (pointer.Length == 0) return value;
        var parent = Parent(document, pointer, operation);
        var last = pointer[^1];
        if (parent.IsObject)
        {
            parent.Set(Encoding.UTF8.GetBytes(last), value);
            return document;
        }

        var items = parent.Items;
        var index = last == "-" ? items.Count : Index(last, items.Count + 1, operation, pointer);
        items.Insert(index, value);
        return document;
    }

    private static JsonTree Remove(JsonTree document, string[] pointer, string operation, out JsonTree removed)
    {
        removed = Find(document, pointer, operation);
        if (pointer.Length == 0) return JsonTree.Null();
        var parent = Parent(document, pointer, operation);
        if (parent.IsObject) parent.Remove(Encoding.UTF8.GetBytes(pointer[^1]));
        else parent.Items.RemoveAt(Index(pointer[^1], parent.Items.Count, operation, pointer));
        return document;
    }

    private static JsonTree Replace(JsonTree document, string[] pointer, JsonTree value, string operation)
    {
        if (pointer.Length == 0) return value;
        Find(document, pointer, operation);
        var parent = Parent(document, pointer, operation);
        if (parent.IsObject) parent.Set(Encoding.UTF8.GetBytes(pointer[^1]), value);
        else parent.Items[Index(pointer[^1], parent.Items.Count, operation, pointer)] = value;
        return document;
    }

    private static JsonTree Parent(JsonTree document, string[] pointer, string operation)
    {
        var parent = TryFind(document, pointer[..^1]);
        return parent is { IsObject: true } or { IsArray: true }
            ? parent
            : throw new JsonPatchException($"{operation} operation does not apply: doc is missing path: {Show(pointer)}: missing value");
    }

    private static JsonTree Find(JsonTree document, string[] pointer, string operation) =>
        TryFind(document, pointer) ?? throw new JsonPatchException($"{operation} operation does not apply: doc is missing key: {Show(pointer)}: missing value");

    private static JsonTree? TryFind(JsonTree document, string[] pointer)
    {
        var value = document;
        foreach (var step in pointer)
        {
            if (value.IsObject)
            {
                if (value.Get(Encoding.UTF8.GetBytes(step)) is not { } member) return null;
                value = member;
            }
            else if (value.IsArray)
            {
                var items = value.Items;
                if (!TryIndex(step, items.Count, out var index)) return null;
                value = items[index];
            }
            else
            {
                return null;
            }
        }

        return value;
    }

    private static int Index(string text, int count, string operation, string[] pointer) =>
        TryIndex(text, count, out var index)
            ? index
            : throw new JsonPatchException($"{operation} operation does not apply: doc is missing path: {Show(pointer)}: Unable to access invalid index: {text}");

    // Negative indices count from the end; leading zeros and signs other than one minus are refused.
    private static bool TryIndex(string text, int count, out int index)
    {
        index = -1;
        var negative = text.StartsWith('-');
        var digits = text.AsSpan(negative ? 1 : 0);
        if (digits.Length is 0 or > 9 || digits.Length > 1 && digits[0] == '0') return false;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c)) return false;
        }

        var number = int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        index = negative ? count - number : number;
        return index >= 0 && index < count;
    }

    private static string[] Pointer(JsonTree operation, ReadOnlySpan<byte> name, string kind)
    {
        var text = Text(operation, name);
        if (text is null)
            throw new JsonPatchException($"{kind} operation failed to decode path: missing value");
        if (text.Length == 0) return [];
        if (text[0] != '/') throw new JsonPatchException($"{kind} operation does not apply: doc is missing path: {text}: missing value");
        var steps = text[1..].Split('/');
        for (var i = 0; i < steps.Length; i++)
        {
            if (steps[i].Contains('~')) steps[i] = steps[i].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        }

        return steps;
    }

    private static JsonTree Value(JsonTree operation, string kind) =>
        operation.Get("value"u8)?.Copy() ?? throw new JsonPatchException($"{kind} operation has no value: missing value");

    private static string? Text(JsonTree operation, ReadOnlySpan<byte> name) =>
        operation.IsObject && operation.Get(name) is { IsString: true } text ? JsonStrings.Decode(text.Scalar()) : null;

    private static string Show(string[] pointer) =>
        string.Concat(pointer.Select(step => "/" + step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    private static string GoJsonType(JsonTree value) => value.Kind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.Null => "null",
        _ => "bool",
    };
}
