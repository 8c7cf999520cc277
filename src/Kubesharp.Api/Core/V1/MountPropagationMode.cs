namespace Kubesharp.Api.Core.V1;

/// <summary>Whether later mounts pass between node and container.</summary>
public static class MountPropagationMode
{
    public const string None = "None";
    public const string HostToContainer = "HostToContainer";
    public const string Bidirectional = "Bidirectional";
}
