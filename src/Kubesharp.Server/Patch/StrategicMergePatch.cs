using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Schema;

namespace Kubesharp.Server.Patch;

/// <summary>
/// Strategic merge patch: a merge patch that merges the lists whose schema says so, item by item, and that understands directives
/// (<c>$patch</c>, <c>$retainKeys</c>, <c>$setElementOrder/x</c>, <c>$deleteFromPrimitiveList/x</c>).
/// </summary>
internal static class StrategicMergePatch
{
    private const string SetElementOrder = "$setElementOrder";

    private static ReadOnlySpan<byte> PatchDirective => "$patch"u8;

    private static ReadOnlySpan<byte> RetainKeys => "$retainKeys"u8;

    private static ReadOnlySpan<byte> SetElementOrderPrefix => "$setElementOrder/"u8;

    private static ReadOnlySpan<byte> DeleteFromPrimitiveListPrefix => "$deleteFromPrimitiveList/"u8;

    /// <summary>Merges a patch into an object; both may be changed and must not be used afterwards.</summary>
    /// <exception cref="StatusException">The patch is malformed, or does not fit the schema.</exception>
    public static JsonTree Apply(JsonTree original, JsonTree patch, TypeSchema schema)
    {
        if (!patch.IsObject)
            throw PatchErrors.BadPatch($"json: cannot unmarshal {GoKind(patch)} into Go value of type map[string]interface {{}}");
        return MergeMap(original, patch, new Place(schema, null));
    }

    private static JsonTree MergeMap(JsonTree original, JsonTree patch, Place place)
    {
        if (patch.Get(PatchDirective) is { } directive)
        {
            if (IsText(directive, "replace"u8))
            {
                patch.Remove(PatchDirective);
                return patch;
            }

            return IsText(directive, "delete"u8) ? JsonTree.NewObject() : throw UnknownDirective(directive, patch);
        }

        KeepOnly(original, patch);
        MergeOrderedLists(original, patch, place);
        foreach (var (fullName, value) in patch.MembersNow())
        {
            // The ordered lists are merged already.
            if (patch.Get(fullName.Span) is null) continue;
            var deletes = fullName.Span.StartsWith(DeleteFromPrimitiveListPrefix);
            var name = deletes ? fullName[DeleteFromPrimitiveListPrefix.Length..] : fullName;
            if (deletes && !value.IsArray) throw PatchErrors.BadPatch("invalid patch format of primitive list");
            if (value.IsNull)
            {
                original.Remove(name.Span);
                continue;
            }

            var current = original.Get(name.Span);
            if (current is null || !SameShape(current, value))
            {
                if (!deletes && Plain(value) is { } plain) original.Set(name.Span, plain);
                continue;
            }

            if (value.IsObject)
            {
                original.Set(name.Span, MergeMap(current, value, place.Member(name.Span)));
            }
            else if (value.IsArray)
            {
                original.Set(name.Span, MergeList(current, value, place.Member(name.Span), deletes));
            }
            else
            {
                original.Set(name.Span, value);
            }
        }

        return original;
    }

    // $retainKeys lists the members that may stay.
    private static void KeepOnly(JsonTree original, JsonTree patch)
    {
        if (patch.Get(RetainKeys) is not { } keep) return;
        patch.Remove(RetainKeys);
        if (!keep.IsArray) throw PatchErrors.BadPatch("invalid patch format of retainKeys");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in keep.Items) names.Add(JsonStrings.Decode(item.Scalar()));
        foreach (var (name, value) in patch.MembersNow())
        {
            if (value.IsNull || name.Span.StartsWith(DeleteFromPrimitiveListPrefix) || name.Span.StartsWith(SetElementOrderPrefix)) continue;
            if (!names.Contains(JsonStrings.Decode(name.Span))) throw PatchErrors.BadPatch("invalid patch format of retainKeys");
        }

        foreach (var (name, _) in original.MembersNow())
        {
            if (!names.Contains(JsonStrings.Decode(name.Span))) original.Remove(name.Span);
        }
    }

    // $setElementOrder/x gives the order of x after the merge; x itself may stand beside it.
    private static void MergeOrderedLists(JsonTree original, JsonTree patch, Place place)
    {
        foreach (var (directive, order) in patch.MembersNow())
        {
            if (!directive.Span.StartsWith(SetElementOrderPrefix)) continue;
            patch.Remove(directive.Span);
            if (!order.IsArray) throw PatchErrors.BadPatch("invalid patch format of setElementOrder list");
            var name = directive.Span[SetElementOrderPrefix.Length..];
            var list = place.Member(name);
            var current = original.Get(name);
            var change = patch.Get(name);
            if (current is { IsArray: false, IsNull: false } wrong) throw BadArgument(wrong);
            if (change is { IsArray: false, IsNull: false } wrongChange) throw BadArgument(wrongChange);
            if (current is { IsNull: true }) current = null;
            if (change is { IsNull: true }) continue;
            var mergeKey = list.MergeKey;
            if (change is not null) CheckOrder(change, order, mergeKey);
            if (current is null && change is null) continue;
            var before = current is null ? [] : new List<JsonTree>(current.Items);
            JsonTree merged;
            if (change is null) merged = current!;
            else if (current is null) merged = Plain(change) ?? JsonTree.NewArray();
            else merged = MergeList(current, change, list, false);
            patch.Remove(name);
            var items = merged.Items;
            var ordered = Arrange(items, order.Items, before, mergeKey);
            items.Clear();
            items.AddRange(ordered);
            original.Set(name, merged);
        }
    }

    // Every item of the patch that is not a deletion has to be in the order list, in the same sequence.
    private static void CheckOrder(JsonTree change, JsonTree order, string? mergeKey)
    {
        if (change.Items.Count == 0 || order.Items.Count == 0) return;
        List<JsonTree> listed = mergeKey is null ? change.Items : [.. change.Items.Where(item => item.IsObject && item.Get(PatchDirective) is null)];
        var at = 0;
        foreach (var item in order.Items)
        {
            if (at < listed.Count && SameItem(listed[at], item, mergeKey)) at++;
        }

        if (at == listed.Count) return;
        throw PatchErrors.Plain($"The order in patch list:\n{GoFormat.List(change.Items)}\n doesn't match {SetElementOrder} list:\n{GoFormat.List(order.Items)}\n");
    }

    private static JsonTree MergeList(JsonTree original, JsonTree patch, Place place, bool deletes)
    {
        if (!deletes && !place.MergesList) return patch;
        var items = original.Items;
        var changes = patch.Items;
        if (items.Count == 0 && changes.Count == 0) return original;
        var before = new List<JsonTree>(items);
        if (ItemsAreObjects(items, changes))
        {
            if (place.MergeKey is not { } mergeKey) throw PatchErrors.Plain($"cannot merge lists without merge key for {place.TypeName}");
            changes = TakeDirectives(items, changes, mergeKey);
            before = [.. items];
            MergeItems(items, changes, mergeKey, place.Item());
        }
        else
        {
            if (deletes)
            {
                items.RemoveAll(item => changes.Exists(item.SameAs));
                return original;
            }

            foreach (var change in changes)
            {
                if (!items.Exists(change.SameAs)) items.Add(change);
            }
        }

        var ordered = Arrange(items, changes, before, place.MergeKey);
        items.Clear();
        items.AddRange(ordered);
        return original;
    }

    // Carries out the $patch items of a list and returns the others.
    private static List<JsonTree> TakeDirectives(List<JsonTree> items, List<JsonTree> changes, string mergeKey)
    {
        var rest = new List<JsonTree>(changes.Count);
        var replace = false;
        foreach (var change in changes)
        {
            if (change.Get(PatchDirective) is not { } directive)
            {
                rest.Add(change);
            }
            else if (IsText(directive, "delete"u8))
            {
                if (Key(change, mergeKey) is not { } key) throw NoMergeKey(change, mergeKey);
                items.RemoveAll(item => Key(item, mergeKey) is { } other && other.SameAs(key));
            }
            else if (IsText(directive, "replace"u8))
            {
                replace = true;
            }
            else if (IsText(directive, "merge"u8))
            {
                throw PatchErrors.Plain("merging lists cannot yet be specified in the patch");
            }
            else
            {
                throw UnknownDirective(directive, change);
            }
        }

        if (!replace) return rest;
        items.Clear();
        foreach (var item in rest) items.Add(item);
        return [];
    }

    private static void MergeItems(List<JsonTree> items, List<JsonTree> changes, string mergeKey, Place place)
    {
        foreach (var change in changes)
        {
            if (Key(change, mergeKey) is not { } key) throw NoMergeKey(change, mergeKey);
            var at = items.FindIndex(item => Key(item, mergeKey) is { } other && other.SameAs(key));
            if (at >= 0) items[at] = MergeMap(items[at], change, place);
            else if (Plain(change) is { } added) items.Add(added);
        }
    }

    // Items the order names stand in that order; the others keep their places relative to them as far as that can be.
    private static List<JsonTree> Arrange(List<JsonTree> items, List<JsonTree> order, List<JsonTree> before, string? mergeKey)
    {
        var named = new List<(int At, JsonTree Item)>();
        var others = new List<(int At, JsonTree Item)>();
        if (mergeKey is not null)
        {
            foreach (var entry in order)
            {
                if (Key(entry, mergeKey) is null) throw NoMergeKey(entry, mergeKey);
            }
        }

        foreach (var item in items)
        {
            if (mergeKey is not null && Key(item, mergeKey) is null) throw NoMergeKey(item, mergeKey);
            var at = order.FindIndex(entry => SameItem(item, entry, mergeKey));
            if (at >= 0) named.Add((at, item));
            else others.Add((before.FindIndex(entry => SameItem(item, entry, mergeKey)), item));
        }

        // Stable sorts; what the live object did not have comes last.
        var front = named.OrderBy(entry => entry.At).Select(entry => entry.Item).ToList();
        var back = others.OrderBy(entry => entry.At < 0 ? int.MaxValue : entry.At).ToList();
        var result = new List<JsonTree>(items.Count);
        int i = 0, j = 0;
        while (i < back.Count || j < front.Count)
        {
            if (j == front.Count) result.Add(back[i++].Item);
            else if (i == back.Count) result.Add(front[j++]);
            else if (back[i].At >= 0 && before.FindIndex(entry => SameItem(front[j], entry, mergeKey)) is >= 0 and var at && back[i].At < at) result.Add(back[i++].Item);
            else result.Add(front[j++]);
        }

        return result;
    }

    private static bool ItemsAreObjects(List<JsonTree> items, List<JsonTree> changes)
    {
        var first = items.Count > 0 ? items[0] : changes[0];
        foreach (var item in items.Concat(changes))
        {
            if (item.IsArray) throw PatchErrors.Rejected();
            if (item.IsObject != first.IsObject) throw PatchErrors.Plain($"list element types are not identical: {GoFormat.Value(item)}");
        }

        return first.IsObject;
    }

    // What is taken from a patch as a whole has no nulls and no directives; null when the patch only deletes it.
    private static JsonTree? Plain(JsonTree value)
    {
        if (value.IsObject)
        {
            if (value.Get(PatchDirective) is { } directive)
            {
                if (IsText(directive, "delete"u8)) return null;
                value.Remove(PatchDirective);
            }

            foreach (var (name, member) in value.MembersNow())
            {
                var drop = member.IsNull || name.Span.SequenceEqual(RetainKeys) || name.Span.StartsWith(SetElementOrderPrefix)
                    || name.Span.StartsWith(DeleteFromPrimitiveListPrefix) || Plain(member) is null;
                if (drop) value.Remove(name.Span);
            }
        }
        else if (value.IsArray)
        {
            value.Items.RemoveAll(item => Plain(item) is null);
        }

        return value;
    }

    private static JsonTree? Key(JsonTree item, string mergeKey) => item.IsObject ? item.Get(Utf8(mergeKey)) : null;

    private static bool SameItem(JsonTree left, JsonTree right, string? mergeKey) => mergeKey is null
        ? left.SameAs(right)
        : Key(left, mergeKey) is { } a && Key(right, mergeKey) is { } b && a.SameAs(b);

    private static bool SameShape(JsonTree left, JsonTree right) => left.Kind == right.Kind
        || left.Kind is JsonValueKind.True or JsonValueKind.False && right.Kind is JsonValueKind.True or JsonValueKind.False;

    private static bool IsText(JsonTree value, ReadOnlySpan<byte> text) => value.IsString && value.Scalar().SequenceEqual(text);

    private static ReadOnlySpan<byte> Utf8(string name) => name switch
    {
        "name" => "name"u8,
        "type" => "type"u8,
        "containerPort" => "containerPort"u8,
        "mountPath" => "mountPath"u8,
        _ => System.Text.Encoding.UTF8.GetBytes(name),
    };

    private static StatusException NoMergeKey(JsonTree item, string mergeKey) =>
        PatchErrors.Plain($"map: {GoFormat.Value(item)} does not contain declared merge key: {mergeKey}");

    private static StatusException UnknownDirective(JsonTree directive, JsonTree map) =>
        PatchErrors.Plain($"unknown patch type: {GoFormat.Value(directive)} in map: {GoFormat.Value(map)}");

    private static StatusException BadArgument(JsonTree value) => PatchErrors.Plain($"expected a []interface {{}}, but received a {GoKind(value)}");

    private static string GoKind(JsonTree value) => value.Kind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.Null => "null",
        _ => "bool",
    };

    /// <summary>Where in the schema a value stands; without a schema maps merge and lists are replaced.</summary>
    private readonly record struct Place(TypeSchema? Type, FieldSchema? Field, ValueSchema? Value = null)
    {
        public bool MergesList => Field is { Merge: true };

        public string? MergeKey => Field is { Merge: true } ? Field.MergeKey : null;

        public string TypeName => Value?.Element?.Type?.Name is { } name ? name[(name.LastIndexOf('.') + 1)..] : Type?.Name ?? "";

        public Place Member(ReadOnlySpan<byte> name)
        {
            if (Type is not null)
            {
                var field = Type.Field(name);
                return field is null ? default : new(field.Value.Type, field, field.Value);
            }

            return Value is { Kind: ValueKind.Map } map ? new(map.Element!.Type, null, map.Element) : default;
        }

        public Place Item() => new(Value?.Element?.Type, null, Value?.Element);
    }
}
