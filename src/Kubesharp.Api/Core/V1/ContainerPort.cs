namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ContainerPort")]
public sealed partial record ContainerPort
{
    [Field(1)]
    public string Name { get; init; } = "";

    [Field(2)]
    public int HostPort { get; init; }

    [Field(3, Name = "containerPort", Always = true, Required = true)]
    public int Port { get; init; }

    [Field(4, Default = "\"TCP\"", Enum = typeof(Protocol))]
    public string Protocol { get; init; } = "";

    [Field(5)]
    public string HostIP { get; init; } = "";
}
