using System.Collections.Immutable;
using System.Text;

namespace Kubesharp.Store.Tests.Embedded;

/// <summary>A store so simple that it is obviously right: every state there ever was, kept whole.</summary>
internal sealed class StoreModel
{
    private readonly List<ImmutableSortedDictionary<string, Entry>> _states = [];

    public StoreModel()
    {
        _states.Add(ImmutableSortedDictionary.Create<string, Entry>(StringComparer.Ordinal));
        _states.Add(_states[0]);
    }

    public long Revision => _states.Count - 1;

    public long Compacted { get; set; }

    public List<string> Changes { get; } = [];

    public List<long> ChangeRevisions { get; } = [];

    public ImmutableSortedDictionary<string, Entry> At(long revision) => _states[(int)revision];

    /// <summary>Applies a transaction and describes its outcome as <see cref="Describe(CommitResult)"/> does.</summary>
    public string Commit(IReadOnlyList<StoreOperation> operations)
    {
        var state = At(Revision);
        for (var i = 0; i < operations.Count; i++)
        {
            var current = state.GetValueOrDefault(operations[i].Key);
            if (operations[i].ExpectedRevision is { } expected && (current?.Mod ?? 0) != expected) return $"guard {i} failed: {current}";
        }

        var revision = Revision + 1;
        var next = state;
        string? first = null;
        var changed = 0;
        foreach (var operation in operations)
        {
            var old = state.GetValueOrDefault(operation.Key);
            var touched = old;
            if (operation.Kind == OperationKind.Put)
            {
                var text = Encoding.UTF8.GetString(operation.Value.Span);
                touched = new Entry(operation.Key, text, old?.Create ?? revision, revision, (old?.Version ?? 0) + 1);
                next = next.SetItem(operation.Key, touched);
                Note($"{(old is null ? "Added" : "Modified")} {touched} was {old?.Text}", revision);
                changed++;
            }
            else if (operation.Kind == OperationKind.Delete && old is not null)
            {
                next = next.Remove(operation.Key);
                Note($"Deleted {operation.Key} was {old.Text}", revision);
                changed++;
            }

            first ??= operation.Kind == OperationKind.Check ? "" : $"{touched}";
        }

        if (changed > 0) _states.Add(next);
        return $"done at {Revision}: {first}";
    }

    public static string Describe(CommitResult result) => result.Succeeded
        ? $"done at {result.Revision}: {Describe(result.KeyValue)}"
        : $"guard {result.FailedOperation} failed: {Describe(result.KeyValue)}";

    public static string Describe(KeyValue? kv) =>
        kv is null ? "" : new Entry(kv.Key, Encoding.UTF8.GetString(kv.Value.Span), kv.CreateRevision, kv.ModRevision, kv.Version).ToString();

    public static string Describe(ChangeEvent<KeyValue> change) => change.Type == ChangeType.Deleted
        ? $"Deleted {change.Key} was {Encoding.UTF8.GetString(change.Previous!.Value.Span)}"
        : $"{change.Type} {Describe(change.Value)} was {(change.Previous is { } old ? Encoding.UTF8.GetString(old.Value.Span) : "")}";

    private void Note(string change, long revision)
    {
        Changes.Add(change);
        ChangeRevisions.Add(revision);
    }

    /// <summary>A key as the model knows it.</summary>
    internal sealed record Entry(string Key, string Text, long Create, long Mod, long Version)
    {
        public override string ToString() => $"{Key}={Text} ({Create}, {Mod}, {Version})";
    }
}
