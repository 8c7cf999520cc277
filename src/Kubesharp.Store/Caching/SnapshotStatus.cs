namespace Kubesharp.Store.Caching;

/// <summary>Whether the content of a revision can be had.</summary>
public enum SnapshotStatus
{
    /// <summary>It can.</summary>
    Ok,

    /// <summary>The revision is older than the kept history.</summary>
    Gone,

    /// <summary>The revision has not been reached yet; it can be waited for.</summary>
    NotYet,
}
