using System.Text;

namespace Kubesharp.Store.Tests;

/// <summary>An observer that keeps the content it was told of.</summary>
internal sealed class RecordingObserver : IStoreObserver
{
    public SortedDictionary<string, string> Content { get; } = new(StringComparer.Ordinal);

    public object? LastDecoded { get; private set; }

    public bool Closed { get; private set; }

    public void OnSnapshot(long revision, IEnumerable<KeyValue> content)
    {
        Content.Clear();
        foreach (var keyValue in content) Content[keyValue.Key] = Encoding.UTF8.GetString(keyValue.Value.Span);
    }

    public void OnChanges(ReadOnlySpan<ChangeEvent<KeyValue>> changes)
    {
        foreach (var change in changes)
        {
            if (change.Type == ChangeType.Deleted) Content.Remove(change.Key);
            else Content[change.Key] = Encoding.UTF8.GetString(change.Value.Value.Span);
            LastDecoded = change.Value.Decoded;
        }
    }

    public void OnClosed() => Closed = true;
}
