using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Scheduling.V1;

[ApiType("io.k8s.api.scheduling.v1.PriorityClass")]
[Kind("scheduling.k8s.io", "v1", "PriorityClass")]
[Resource("priorityclasses", "priorityclass", Namespaced = false, ShortNames = "pc")]
public sealed partial record PriorityClass
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Always = true)]
    public int Value { get; init; }

    [Field(3)]
    public bool GlobalDefault { get; init; }

    [Field(4)]
    public string Description { get; init; } = "";

    [Field(5, Enum = typeof(global::Kubesharp.Api.Core.V1.PreemptionPolicy))]
    public string? PreemptionPolicy { get; init; }
}

[ApiType("io.k8s.api.scheduling.v1.PriorityClassList")]
[Kind("scheduling.k8s.io", "v1", "PriorityClassList")]
public sealed partial record PriorityClassList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<PriorityClass> Items { get; init; }
}
