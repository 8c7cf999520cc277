namespace Kubesharp.Store;

/// <summary>The answer to a <see cref="RangeQuery"/>.</summary>
/// <param name="Revision">The revision the answer is exact for.</param>
/// <param name="Items">The entries in key order, at most the query's limit.</param>
/// <param name="Count">How many keys the range holds, whatever the limit.</param>
public sealed record RangeResult(long Revision, IReadOnlyList<KeyValue> Items, int Count);
