namespace Kubesharp.Api.Core.V1;

public static class MountPropagationMode
{
    public const string None = "None";
    public const string HostToContainer = "HostToContainer";
    public const string Bidirectional = "Bidirectional";
}
