namespace Kubesharp.Store;

/// <summary>Which keys to read, and as of when.</summary>
public readonly record struct RangeQuery
{
    /// <summary>First key of the range, inclusive.</summary>
    public required string Start { get; init; }

    /// <summary>End of the range, exclusive; null for no end.</summary>
    public string? End { get; init; }

    /// <summary>Most entries to return; 0 for all.</summary>
    public int Limit { get; init; }

    /// <summary>The revision to read at; 0 for now.</summary>
    public long Revision { get; init; }

    /// <summary>All keys that begin with a prefix.</summary>
    public static RangeQuery Prefix(string prefix) => new() { Start = prefix, End = KeyRange.PrefixEnd(prefix) };

    /// <summary>One key.</summary>
    public static RangeQuery Key(string key) => new() { Start = key, End = key + '\0', Limit = 1 };
}
