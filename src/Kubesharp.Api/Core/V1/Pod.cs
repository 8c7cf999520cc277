using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>One or more containers that run together on one node, sharing its network address and volumes.</summary>
[ApiType("io.k8s.api.core.v1.Pod")]
[Kind("", "v1", "Pod")]
[Resource("pods", "pod", Namespaced = true, ShortNames = "po", Categories = "all")]
public sealed partial record Pod
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public PodSpec Spec { get; init; } = PodSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public PodStatus Status { get; init; } = PodStatus.Empty;
}

/// <summary>A list of Pod objects.</summary>
[ApiType("io.k8s.api.core.v1.PodList")]
[Kind("", "v1", "PodList")]
public sealed partial record PodList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<Pod> Items { get; init; }
}
