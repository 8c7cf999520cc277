namespace Kubesharp.Server.Registry;

/// <summary>What can be done with a resource.</summary>
[Flags]
public enum Verbs
{
    None = 0,
    Create = 1,
    Delete = 2,
    DeleteCollection = 4,
    Get = 8,
    List = 16,
    Patch = 32,
    Update = 64,
    Watch = 128,

    /// <summary>Everything a stored resource usually serves.</summary>
    All = Create | Delete | DeleteCollection | Get | List | Patch | Update | Watch,

    /// <summary>What status-like subresources serve.</summary>
    ReadWrite = Get | Patch | Update,
}
