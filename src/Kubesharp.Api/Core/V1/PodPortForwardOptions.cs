namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PodPortForwardOptions")]
[Kind("", "v1", "PodPortForwardOptions")]
public sealed partial record PodPortForwardOptions
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<int> Ports { get; init; }
}
