using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Apply;

/// <summary>Merges what a manager applies into an object, and takes fields out of one.</summary>
internal static class ObjectMerger
{
    /// <summary>The live object with everything the applied one says.</summary>
    public static JsonTree Merge(FieldShape shape, JsonTape live, int l, JsonTape applied, int a)
    {
        if (live.Verbatim(l).SequenceEqual(applied.Verbatim(a))) return JsonTree.From(live, l);
        if (shape.Kind is ShapeKind.Object or ShapeKind.Deduced && live.IsObject(l) && applied.IsObject(a)) return MergeMembers(shape, live, l, applied, a);
        if (shape.Kind is ShapeKind.Set or ShapeKind.KeyedList && live.IsArray(l) && applied.IsArray(a)) return MergeItems(shape, live, l, applied, a);

        // A null where members or items are owned one by one says nothing about them.
        var says = shape.Kind is ShapeKind.Leaf or ShapeKind.Deduced || !applied.IsNull(a) || live.IsNull(l) || live.IsEmpty(l);
        return says ? JsonTree.From(applied, a) : JsonTree.From(live, l);
    }

    /// <summary>The value without the paths of a set; an object that nothing is left of stays, since its field may be owned, and a list becomes null.</summary>
    public static JsonTree Remove(FieldShape shape, JsonTape tape, int index, FieldSet remove)
    {
        if (shape.Kind is ShapeKind.Object or ShapeKind.Deduced && tape.IsObject(index))
        {
            var result = JsonTree.NewObject();
            var hint = 0;
            for (var i = index + 1; i < tape.Next(index); i = tape.Next(i + 1))
            {
                var name = tape.String(i);
                var field = shape.Field(name, ref hint);
                var entry = remove.Find(field?.Step ?? PathElement.Field(name));
                if (entry.IsMember) continue;
                var below = field?.Shape ?? shape.Element ?? FieldShape.Deduced;
                result.Set(name, entry.Children is null ? JsonTree.From(tape, i + 1) : Remove(below, tape, i + 1, entry.Children));
            }

            return result;
        }

        if (shape.Kind is ShapeKind.Set or ShapeKind.KeyedList && tape.IsArray(index))
        {
            var result = JsonTree.NewArray();
            foreach (var (step, item) in ListItems.Read(tape, shape, index))
            {
                var entry = remove.Find(step);
                if (entry.IsMember) continue;
                result.Items.Add(entry.Children is null ? JsonTree.From(tape, item) : Remove(shape.Element!, tape, item, entry.Children));
            }

            return result.Items.Count == 0 ? JsonTree.Null() : result;
        }

        return shape.Kind == ShapeKind.Leaf && shape.Scalar == ScalarType.None ? JsonTree.Null() : JsonTree.From(tape, index);
    }

    private static JsonTree MergeMembers(FieldShape shape, JsonTape live, int l, JsonTape applied, int a)
    {
        var result = JsonTree.NewObject();
        var hint = 0;
        for (var i = l + 1; i < live.Next(l); i = live.Next(i + 1))
        {
            var name = live.String(i);
            var field = shape.Field(name, ref hint);
            var change = applied.Find(a, name);
            result.Set(name, change < 0 ? JsonTree.From(live, i + 1) : Merge(field?.Shape ?? shape.Element ?? FieldShape.Deduced, live, i + 1, applied, change));
        }

        for (var i = a + 1; i < applied.Next(a); i = applied.Next(i + 1))
        {
            var name = applied.String(i);
            if (result.Get(name) is null) result.Set(name, JsonTree.From(applied, i + 1));
        }

        return result;
    }

    // Items both have stand in the applied order; items only the live object has keep their places between them.
    private static JsonTree MergeItems(FieldShape shape, JsonTape live, int l, JsonTape applied, int a)
    {
        var old = ListItems.Read(live, shape, l);
        var now = ListItems.Read(applied, shape, a);
        var oldTable = ListItems.Group(old);
        var newTable = ListItems.Group(now);
        var shared = now.FindAll(item => oldTable.Count(item.Step, out _) > 0);
        var result = JsonTree.NewArray();
        var items = result.Items;
        var done = new HashSet<PathElement>();
        int i = 0, j = 0, wanted = 0;
        while (i < old.Count || j < now.Count)
        {
            if (i < old.Count)
            {
                var (step, token) = old[i];
                if (newTable.Count(step, out _) == 0)
                {
                    items.Add(JsonTree.From(live, token));
                    i++;
                    continue;
                }

                var isNext = j < now.Count && step.Equals(now[j].Step);
                if (!isNext && (done.Contains(step) || wanted < shared.Count && !shared[wanted].Step.Equals(step)))
                {
                    i++;
                    continue;
                }

                if (isNext) i++;
            }

            if (j == now.Count) continue;
            var (taken, change) = now[j++];
            done.Add(taken);
            if (wanted < shared.Count && shared[wanted].Step.Equals(taken)) wanted++;
            items.Add(oldTable.Count(taken, out var at) == 1 ? Merge(shape.Element!, live, old[at].Token, applied, change) : JsonTree.From(applied, change));
        }

        return result;
    }
}
