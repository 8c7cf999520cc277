namespace Kubesharp.Api.Core.V1;

/// <summary>Ports to forward.</summary>
[ApiType("io.k8s.api.core.v1.PodPortForwardOptions")]
[Kind("", "v1", "PodPortForwardOptions")]
public sealed partial record PodPortForwardOptions
{
    /// <summary>The ports.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<int> Ports { get; init; }
}
