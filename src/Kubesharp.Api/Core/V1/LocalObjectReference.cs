namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.LocalObjectReference", Atomic = true)]
public sealed partial record LocalObjectReference
{
    [Field(1, Default = "\"\"")]
    public string Name { get; init; } = "";
}
