namespace Kubesharp.Api.Core.V1;

/// <summary>What a change of one resource means for a running container.</summary>
[ApiType("io.k8s.api.core.v1.ContainerResizePolicy")]
public sealed partial record ContainerResizePolicy
{
    /// <summary>cpu or memory.</summary>
    [Field(1, Always = true, Required = true)]
    public string ResourceName { get; init; } = "";

    /// <summary>NotRequired (default) or RestartContainer.</summary>
    [Field(2, Always = true, Required = true)]
    public string RestartPolicy { get; init; } = "";
}
