namespace Kubesharp.Server.Patch;

/// <summary>The form of a patch, as its content type says.</summary>
public enum PatchType
{
    /// <summary>RFC 6902: a list of operations.</summary>
    Json,

    /// <summary>RFC 7386: members replace members, null removes.</summary>
    Merge,

    /// <summary>Merge patch that merges lists by key, as the kind's schema says.</summary>
    StrategicMerge,

    /// <summary>Server-side apply: the fields the manager wants.</summary>
    Apply,
}
