using System.Text;
using System.Text.Json;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Apply;

/// <summary>One server-side apply.</summary>
internal sealed class ApplyRun(FieldChange change, FieldShape shape, FieldOwners owners, JsonTape live, JsonTape applied)
{
    // The command line's apply may take over what its client-side form wrote.
    private const string CommandLine = "kubectl";

    private static ReadOnlySpan<byte> LastAppliedName => "kubectl.kubernetes.io/last-applied-configuration"u8;

    /// <summary>Merges, removes what the manager no longer applies, and settles ownership.</summary>
    public AppliedObject Run()
    {
        var wanted = new FieldCollector(applied).Applied(shape);
        var self = owners.FindOrAdd(change.Manager, ManagedFieldsOperationType.Apply, change.ApiVersion, change.Subresource);
        var last = self.Set;
        self.Set = wanted;
        var json = Merge();
        var merged = JsonTape.Parse(json);
        try
        {
            if (Prune(merged, last) is { } pruned)
            {
                merged.Dispose();
                json = pruned;
                merged = JsonTape.Parse(json);
            }

            // A creation takes nothing from anybody.
            var changed = change.Live.IsEmpty || !ObjectDifference.Same(live, 0, merged, 0);
            if (changed && !change.Live.IsEmpty) Settle(self, merged);
            if (changed || !ReferenceEquals(self.Set, self.Original) && !(FieldSet.Contains(self.Set, self.Original) && FieldSet.Contains(self.Original, self.Set)))
                self.Time = FieldManager.WholeSeconds(change.Now);
            else
                self.Set = self.Original;
            owners.DropEmpty();
            return new(WithLastApplied(json), owners.ToEntries(self, change.ApiVersion));
        }
        finally
        {
            merged.Dispose();
        }
    }

    private byte[] Merge() => ObjectMerger.Merge(shape, live, 0, applied, 0).ToJson();

    private void Settle(FieldOwner self, JsonTape merged)
    {
        var difference = ObjectDifference.Compute(shape, live, merged);
        var conflicts = ApplyConflicts.Find(owners, self, difference.Written);
        if (!change.Force && !conflicts.IsEmpty)
        {
            if (change.Manager == CommandLine) conflicts = conflicts.Except(WrittenByClientSideApply());
            if (!conflicts.IsEmpty) throw conflicts.ToError();
        }

        owners.Release(difference, self);
    }

    /// <summary>The merged object without the fields the manager applied last time, does not apply now, and nobody else owns; null when there are none.</summary>
    private byte[]? Prune(JsonTape merged, FieldSet? last)
    {
        if (last is null) return null;
        FieldSet? owned = null;
        foreach (var owner in owners.All) owned = FieldSet.Union(owned, owner.Set);
        if (FieldSet.Difference(last, owned) is null) return null;
        var all = new FieldCollector(merged).Applied(shape)?.WithNamedFields(shape);
        var ownedNamed = owned?.WithNamedFields(shape);
        var lastNamed = last.WithNamedFields(shape);

        // What is left when everything of the last apply goes, and then what others own comes back.
        var left = FieldsWithout(merged, lastNamed);
        var restored = FieldsWithout(merged, FieldSet.Difference(all, FieldSet.Union(left, ownedNamed)));

        // Of what is missing now only the fields of the last apply are really to go.
        var gone = FieldSet.Intersection(FieldSet.Difference(all, restored), lastNamed);
        return gone is null ? null : ObjectMerger.Remove(shape, merged, 0, gone).ToJson();
    }

    private FieldSet? FieldsWithout(JsonTape merged, FieldSet? remove)
    {
        if (remove is null) return new FieldCollector(merged).Applied(shape)?.WithNamedFields(shape);
        var rest = ObjectMerger.Remove(shape, merged, 0, remove);
        if (!rest.IsObject) return null;
        using var tape = JsonTape.Parse(rest.ToJson());
        return new FieldCollector(tape).Applied(shape)?.WithNamedFields(shape);
    }

    // The fields of the last client-side apply that still are as it left them.
    private FieldSet? WrittenByClientSideApply()
    {
        if (Annotation(live) is not { } text) return null;
        JsonTape lastApplied;
        try
        {
            lastApplied = JsonTape.Parse(text);
        }
        catch (JsonException)
        {
            // Anybody may write the annotation; without a readable one nothing is allowed.
            return null;
        }

        using (lastApplied)
        {
            if (!lastApplied.IsObject(0)) return null;
            var version = lastApplied.Find(0, "apiVersion"u8);
            if (version < 0 || !lastApplied.String(version).SequenceEqual(Encoding.UTF8.GetBytes(change.ApiVersion))) return null;
            var fields = new FieldCollector(lastApplied).Applied(shape);
            var difference = ObjectDifference.Compute(shape, lastApplied, live);
            return FieldSet.Difference(FieldSet.Difference(fields, difference.Written), difference.Removed);
        }
    }

    // As long as an object has the annotation of client-side apply, the command line keeps it up to date.
    private byte[] WithLastApplied(byte[] json)
    {
        if (change.Manager != CommandLine || json.AsSpan().IndexOf(LastAppliedName) < 0) return json;
        using var tape = JsonTape.Parse(json);
        if (Annotation(tape) is null) return json;
        var tree = JsonTree.From(tape);
        var annotations = tree.Get("metadata"u8)!.Get("annotations"u8)!;
        annotations.Set(LastAppliedName, JsonTree.String(AppliedText()));
        return tree.ToJson();
    }

    private byte[] AppliedText()
    {
        var tree = JsonTree.From(applied).Copy();
        if (tree.Get("metadata"u8) is { IsObject: true } metadata && metadata.Get("annotations"u8) is { IsObject: true } annotations)
        {
            annotations.Remove(LastAppliedName);
            if (annotations.MemberCount == 0) metadata.Remove("annotations"u8);
        }

        using var output = new ByteBuffer();
        tree.WriteSorted(output);
        output.Write((byte)'\n');
        return output.ToArray();
    }

    private static byte[]? Annotation(JsonTape tape)
    {
        var metadata = tape.Find(0, "metadata"u8);
        var annotations = metadata >= 0 && tape.IsObject(metadata) ? tape.Find(metadata, "annotations"u8) : -1;
        var value = annotations >= 0 && tape.IsObject(annotations) ? tape.Find(annotations, LastAppliedName) : -1;
        return value >= 0 && tape.Kind(value) == JsonValueKind.String ? tape.String(value).ToArray() : null;
    }
}
