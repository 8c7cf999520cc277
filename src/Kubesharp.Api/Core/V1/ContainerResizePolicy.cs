namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ContainerResizePolicy")]
public sealed partial record ContainerResizePolicy
{
    [Field(1, Always = true, Required = true)]
    public string ResourceName { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string RestartPolicy { get; init; } = "";
}
