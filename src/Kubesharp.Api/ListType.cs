namespace Kubesharp.Api;

/// <summary>How server-side apply merges a list.</summary>
public enum ListType
{
    /// <summary>Not declared; treated as <see cref="Atomic"/>.</summary>
    Unset,

    /// <summary>Owned and replaced as a whole.</summary>
    Atomic,

    /// <summary>A set of scalars, each owned by itself.</summary>
    Set,

    /// <summary>Objects identified by key fields, merged one by one.</summary>
    Map,
}
