using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Server.Apply;

/// <summary>The entries of one object's managedFields while ownership is worked out.</summary>
internal sealed class FieldOwners
{
    /// <summary>Update entries an object may have; the oldest beyond them are merged.</summary>
    public const int MaxUpdateManagers = 10;

    /// <summary>Manager that the merged entries get.</summary>
    public const string MergedManager = "ancient-changes";

    private readonly List<FieldOwner> _owners;

    private FieldOwners(List<FieldOwner> owners) => _owners = owners;

    public static FieldOwners None() => new([]);

    public int Count => _owners.Count;

    public List<FieldOwner> All => _owners;

    /// <summary>Reads the entries of an object.</summary>
    /// <exception cref="FormatException">An entry is malformed.</exception>
    public static FieldOwners Read(ValueList<ManagedFieldsEntry> entries, FieldSetCache cache)
    {
        var owners = new FieldOwners(new List<FieldOwner>(entries.Count + 1));
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.Operation is not (ManagedFieldsOperationType.Apply or ManagedFieldsOperationType.Update)) throw new FormatException("operation must be `Apply` or `Update`");
            if (entry.ApiVersion.Length == 0) throw new FormatException("apiVersion must not be empty");
            if (entry.FieldsType.Length == 0) throw new FormatException($"missing fieldsType in managed fields entry {i}");
            if (entry.FieldsType != "FieldsV1") throw new FormatException($"invalid fieldsType {GoText.Quote(entry.FieldsType)} in managed fields entry {i}");
            var set = entry.FieldsV1 is { IsNull: false } fields ? cache.Get(fields) : null;
            owners._owners.Add(new(entry, set));
        }

        return owners;
    }

    public FieldOwner? Find(string manager, string operation, string apiVersion, string subresource)
    {
        foreach (var owner in _owners)
        {
            if (owner.Is(manager, operation, apiVersion, subresource)) return owner;
        }

        return null;
    }

    /// <summary>The entry of a writer, added when it has none.</summary>
    public FieldOwner FindOrAdd(string manager, string operation, string apiVersion, string subresource)
    {
        if (Find(manager, operation, apiVersion, subresource) is { } known) return known;
        var added = new FieldOwner(new ManagedFieldsEntry { Manager = manager, Operation = operation, ApiVersion = apiVersion, Subresource = subresource }, null);
        _owners.Add(added);
        return added;
    }

    /// <summary>Takes what a write changed away from its owners.</summary>
    /// <param name="difference">What changed.</param>
    /// <param name="except">The owner that keeps what it has, or null.</param>
    public void Release(ObjectDifference difference, FieldOwner? except)
    {
        if (difference.IsEmpty) return;
        foreach (var owner in _owners)
        {
            if (ReferenceEquals(owner, except)) continue;
            owner.Set = FieldSet.Difference(FieldSet.Difference(owner.Set, difference.Written), difference.Removed);
        }
    }

    /// <summary>Drops owners of nothing.</summary>
    public void DropEmpty() => _owners.RemoveAll(owner => owner.Set is null);

    /// <summary>Merges the oldest entries of updates when there are too many, those of one version into one.</summary>
    public void Cap()
    {
        var updates = _owners.FindAll(owner => !owner.IsApply);
        if (updates.Count <= MaxUpdateManagers) return;
        updates.Sort((a, b) =>
        {
            var order = Seconds(a).CompareTo(Seconds(b));
            return order != 0 ? order : string.CompareOrdinal(a.Identity, b.Identity);
        });
        var count = updates.Count;
        var firsts = new Dictionary<string, FieldOwner>(StringComparer.Ordinal);
        foreach (var owner in updates)
        {
            if (count <= MaxUpdateManagers) break;
            if (!firsts.TryGetValue(owner.ApiVersion, out var first))
            {
                firsts.Add(owner.ApiVersion, owner);
                continue;
            }

            var merged = Find(MergedManager, ManagedFieldsOperationType.Update, owner.ApiVersion, "");
            if (merged is null)
            {
                merged = FindOrAdd(MergedManager, ManagedFieldsOperationType.Update, owner.ApiVersion, "");
                merged.Set = first.Set;
                _owners.Remove(first);
            }

            if (ReferenceEquals(merged, owner)) continue;
            merged.Set = FieldSet.Union(merged.Set, owner.Set);
            merged.Time = owner.Time;
            _owners.Remove(owner);
            count--;
        }
    }

    /// <summary>The entries in the order they are stored.</summary>
    /// <param name="self">An owner whose entry gets another version, or null.</param>
    /// <param name="apiVersion">That version.</param>
    public ValueList<ManagedFieldsEntry> ToEntries(FieldOwner? self = null, string? apiVersion = null)
    {
        if (_owners.Count == 0) return default;
        var entries = new ManagedFieldsEntry[_owners.Count];
        for (var i = 0; i < entries.Length; i++) entries[i] = _owners[i].ToEntry(ReferenceEquals(_owners[i], self) ? apiVersion : null);
        Array.Sort(entries, static (a, b) =>
        {
            var order = string.CompareOrdinal(a.Operation, b.Operation);
            if (order == 0) order = Seconds(a.Time).CompareTo(Seconds(b.Time));
            if (order == 0) order = string.CompareOrdinal(a.Manager, b.Manager);
            if (order == 0) order = string.CompareOrdinal(a.ApiVersion, b.ApiVersion);
            return order != 0 ? order : string.CompareOrdinal(a.Subresource, b.Subresource);
        });
        return ValueList.Wrap(entries);
    }

    private static long Seconds(FieldOwner owner) => Seconds(owner.Time);

    private static long Seconds(DateTimeOffset? time) => time?.ToUnixTimeSeconds() ?? 0;
}
