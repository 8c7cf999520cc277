namespace Kubesharp.Client;

/// <summary>What to list or watch, and how. Absent values are left out of the request.</summary>
public sealed record ListQuery
{
    public string LabelSelector { get; init; } = "";

    public string FieldSelector { get; init; } = "";

    /// <summary>Most items per page; 0 for no limit.</summary>
    public long Limit { get; init; }

    /// <summary>Token of the next page, from the page before.</summary>
    public string Continue { get; init; } = "";

    /// <summary>Revision to list at or to watch from; "0" for whatever the server has at hand.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary><c>Exact</c> or <c>NotOlderThan</c>.</summary>
    public string ResourceVersionMatch { get; init; } = "";

    /// <summary>Seconds after which the server ends the request.</summary>
    public long? TimeoutSeconds { get; init; }

    public bool AllowWatchBookmarks { get; init; }

    /// <summary>Whether a watch begins with the current content as additions.</summary>
    public bool? SendInitialEvents { get; init; }

    internal void AppendTo(ref QueryBuilder query)
    {
        query.Add("labelSelector", LabelSelector);
        query.Add("fieldSelector", FieldSelector);
        if (Limit > 0) query.Add("limit", Limit);
        query.Add("continue", Continue);
        query.Add("resourceVersion", ResourceVersion);
        query.Add("resourceVersionMatch", ResourceVersionMatch);
        if (TimeoutSeconds is { } seconds) query.Add("timeoutSeconds", seconds);
        if (AllowWatchBookmarks) query.Add("allowWatchBookmarks", "true");
        if (SendInitialEvents is { } initial) query.Add("sendInitialEvents", initial ? "true" : "false");
    }
}
