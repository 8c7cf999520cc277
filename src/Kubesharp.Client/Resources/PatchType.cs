namespace Kubesharp.Client;

/// <summary>Form of a patch.</summary>
public enum PatchType
{
    /// <summary>RFC 6902 operations.</summary>
    Json,

    /// <summary>RFC 7386 merge; lists are replaced as a whole.</summary>
    Merge,

    /// <summary>Merge that knows the merge keys of built-in kinds.</summary>
    StrategicMerge,

    /// <summary>Server-side apply.</summary>
    Apply,
}
