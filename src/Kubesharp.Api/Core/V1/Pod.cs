using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.Pod")]
[Kind("", "v1", "Pod")]
[Resource("pods", "pod", Namespaced = true, ShortNames = "po", Categories = "all")]
public sealed partial record Pod
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public PodSpec Spec { get; init; } = PodSpec.Empty;

    [Field(3)]
    public PodStatus Status { get; init; } = PodStatus.Empty;
}

[ApiType("io.k8s.api.core.v1.PodList")]
[Kind("", "v1", "PodList")]
public sealed partial record PodList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<Pod> Items { get; init; }
}
