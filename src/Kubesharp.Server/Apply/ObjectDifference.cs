using System.Runtime.InteropServices;
using System.Text.Json;
using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Apply;

/// <summary>Which fields differ between two states of an object.</summary>
/// <param name="Added">Paths only the new state has.</param>
/// <param name="Modified">Leaves whose value changed.</param>
/// <param name="Removed">Paths only the old state has.</param>
internal sealed record ObjectDifference(FieldSet? Added, FieldSet? Modified, FieldSet? Removed)
{
    /// <summary>What the new state has written: added or modified.</summary>
    public FieldSet? Written { get; } = FieldSet.Union(Modified, Added);

    public bool IsEmpty => Added is null && Modified is null && Removed is null;

    /// <summary>Compares two states.</summary>
    /// <exception cref="FieldSetException">An item of a keyed list has no keys.</exception>
    public static ObjectDifference Compute(FieldShape shape, JsonTape before, JsonTape after) => new Walker(before, after).Compare(shape);

    /// <summary>Whether two values are the same, members in any order and numbers by value.</summary>
    public static bool Same(JsonTape left, int l, JsonTape right, int r)
    {
        if (left.Verbatim(l).SequenceEqual(right.Verbatim(r))) return true;
        if (left.Kind(l) != right.Kind(r)) return false;
        switch (left.Kind(l))
        {
            case JsonValueKind.String:
                return (left.IsEscaped(l) || right.IsEscaped(r)) && left.String(l).SequenceEqual(right.String(r));
            case JsonValueKind.Number:
                return JsonNumbers.Same(left.Raw(l), right.Raw(r));
            case JsonValueKind.Array:
                var (lastLeft, lastRight) = (left.Next(l), right.Next(r));
                int i = l + 1, j = r + 1;
                for (; i < lastLeft && j < lastRight; i = left.Next(i), j = right.Next(j))
                {
                    if (!Same(left, i, right, j)) return false;
                }

                return i == lastLeft && j == lastRight;
            case JsonValueKind.Object:
                int members = 0, others = 0;
                for (var m = l + 1; m < left.Next(l); m = left.Next(m + 1), members++)
                {
                    var other = right.Find(r, left.String(m));
                    if (other < 0 || !Same(left, m + 1, right, other)) return false;
                }

                for (var m = r + 1; m < right.Next(r); m = right.Next(m + 1)) others++;
                return members == others;
            default:
                return false;
        }
    }

    private sealed class Walker(JsonTape before, JsonTape after)
    {
        private FieldCollector? _old;
        private FieldCollector? _new;
        private readonly List<FieldSet.Entry> _added = [];
        private readonly List<FieldSet.Entry> _modified = [];
        private readonly List<FieldSet.Entry> _removed = [];

        private FieldCollector Old => _old ??= new(before);

        private FieldCollector New => _new ??= new(after);

        public ObjectDifference Compare(FieldShape shape)
        {
            CompareMembers(shape, 0, 0);
            return new(Close(_added, 0), Close(_modified, 0), Close(_removed, 0));
        }

        // Adds what changed at and below one step that both states have.
        private void CompareValue(FieldShape shape, PathElement step, int l, int r)
        {
            if (before.Verbatim(l).SequenceEqual(after.Verbatim(r))) return;
            int added = _added.Count, modified = _modified.Count, removed = _removed.Count;
            var self = false;
            switch (shape.Kind)
            {
                case ShapeKind.Object when !(Hollow(before, l) && Hollow(after, r)):
                    CompareMembers(shape, l, r);
                    break;
                case ShapeKind.Set or ShapeKind.KeyedList when !(Hollow(before, l) && Hollow(after, r)):
                    CompareItems(shape, l, r);
                    break;
                case ShapeKind.Deduced when before.IsObject(l) && after.IsObject(r):
                    CompareMembers(shape, l, r);
                    break;
                case ShapeKind.Deduced when before.IsObject(l) != after.IsObject(r):
                    self = true;
                    CompareMembers(shape, before.IsObject(l) ? l : -1, after.IsObject(r) ? r : -1);
                    break;
                default:
                    self = !Same(before, l, after, r);
                    break;
            }

            if (Close(_added, added) is { } a) _added.Add(new(step, false, a));
            if (Close(_removed, removed) is { } d) _removed.Add(new(step, false, d));
            var m = Close(_modified, modified);
            if (self || m is not null) _modified.Add(new(step, self, m));
        }

        // An empty or absent value; what it is is then part of the value, so {} and null differ.
        private static bool Hollow(JsonTape tape, int index) =>
            tape.Kind(index) is not (JsonValueKind.Object or JsonValueKind.Array) || tape.IsEmpty(index);

        private void CompareMembers(FieldShape shape, int l, int r)
        {
            var hint = 0;
            if (r >= 0 && after.IsObject(r))
            {
                var end = after.Next(r);
                var next = l >= 0 && before.IsObject(l) ? l + 1 : -1;
                for (var i = r + 1; i < end; i = after.Next(i + 1))
                {
                    var name = after.String(i);
                    var field = shape.Field(name, ref hint);
                    var old = next < 0 ? -1 : FindMember(before, l, name, ref next);
                    if (field is { Ignored: true }) continue;
                    var below = field?.Shape ?? shape.Element ?? FieldShape.Deduced;
                    if (old >= 0)
                    {
                        if (!before.Verbatim(old).SequenceEqual(after.Verbatim(i + 1))) CompareValue(below, field?.Step ?? PathElement.Field(name), old, i + 1);
                        continue;
                    }

                    AddOneSided(_added, field, name, New.Everything(below, i + 1));
                }
            }

            if (l < 0 || !before.IsObject(l)) return;
            hint = 0;
            var last = before.Next(l);
            var likely = r >= 0 && after.IsObject(r) ? r + 1 : -1;
            for (var i = l + 1; i < last; i = before.Next(i + 1))
            {
                var name = before.String(i);
                if (likely >= 0 && FindMember(after, r, name, ref likely) >= 0) continue;
                var field = shape.Field(name, ref hint);
                if (field is { Ignored: true }) continue;
                AddOneSided(_removed, field, name, Old.Everything(field?.Shape ?? shape.Element ?? FieldShape.Deduced, i + 1));
            }
        }

        private static void AddOneSided(List<FieldSet.Entry> target, ShapeField? field, ReadOnlySpan<byte> name, FieldSet? children)
        {
            var self = field is not { SelfIgnored: true };
            if (self || children is not null) target.Add(new(field?.Step ?? PathElement.Field(name), self, children));
        }

        private void CompareItems(FieldShape list, int l, int r)
        {
            var old = ListItems.Read(before, list, l);
            var now = ListItems.Read(after, list, r);
            var oldTable = ListItems.Group(old);
            var newTable = ListItems.Group(now);
            for (var i = 0; i < old.Count; i++)
            {
                var step = old[i].Step;
                var oldCount = oldTable.Count(step, out var first);
                if (first == i) CompareItem(list, step, old, oldCount, first, now, newTable.Count(step, out var other), other);
            }

            for (var i = 0; i < now.Count; i++)
            {
                var step = now[i].Step;
                var newCount = newTable.Count(step, out var first);
                if (first == i && oldTable.Count(step, out _) == 0) CompareItem(list, step, old, 0, -1, now, newCount, first);
            }
        }

        private void CompareItem(
            FieldShape list, PathElement step,
            List<(PathElement Step, int Token)> old, int oldCount, int oldFirst,
            List<(PathElement Step, int Token)> now, int newCount, int newFirst)
        {
            var shape = list.Element!;
            if (oldCount == 1 && newCount == 1)
            {
                CompareValue(shape, step, old[oldFirst].Token, now[newFirst].Token);
                return;
            }

            if (oldCount > 1 && newCount > 1)
            {
                var left = old.FindAll(item => item.Step.Equals(step));
                var right = now.FindAll(item => item.Step.Equals(step));
                var same = left.Count == right.Count;
                for (var i = 0; same && i < left.Count; i++) same = Same(before, left[i].Token, after, right[i].Token);
                if (!same) _modified.Add(new(step, true, null));
                return;
            }

            // Repeated items are owned together and not looked into.
            if (oldCount > 0) _removed.Add(new(step, true, oldCount == 1 ? Old.Everything(shape, old[oldFirst].Token) : null));
            if (newCount > 0) _added.Add(new(step, true, newCount == 1 ? New.Everything(shape, now[newFirst].Token) : null));
        }

        // Looks at the expected place first, since both states mostly have the same order.
        private static int FindMember(JsonTape tape, int index, ReadOnlySpan<byte> name, ref int next)
        {
            var end = tape.Next(index);
            for (var i = next; i < end; i = tape.Next(i + 1))
            {
                if (!tape.String(i).SequenceEqual(name)) continue;
                next = tape.Next(i + 1);
                return i + 1;
            }

            for (var i = index + 1; i < next; i = tape.Next(i + 1))
            {
                if (!tape.String(i).SequenceEqual(name)) continue;
                next = tape.Next(i + 1);
                return i + 1;
            }

            return -1;
        }

        private static FieldSet? Close(List<FieldSet.Entry> entries, int start)
        {
            if (entries.Count == start) return null;
            var set = FieldSet.Of(CollectionsMarshal.AsSpan(entries)[start..]);
            CollectionsMarshal.SetCount(entries, start);
            return set;
        }
    }
}
