using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Scheduling.V1;

/// <summary>Gives pods a priority.</summary>
[ApiType("io.k8s.api.scheduling.v1.PriorityClass")]
[Kind("scheduling.k8s.io", "v1", "PriorityClass")]
[Resource("priorityclasses", "priorityclass", Namespaced = false, ShortNames = "pc")]
public sealed partial record PriorityClass
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>The priority, higher is more important; up to 1000000000.</summary>
    [Field(2, Always = true)]
    public int Value { get; init; }

    /// <summary>Whether pods without a class get this one. At most one class may say so. Default false.</summary>
    [Field(3)]
    public bool GlobalDefault { get; init; }

    /// <summary>When to use the class.</summary>
    [Field(4)]
    public string Description { get; init; } = "";

    /// <summary>Whether its pods may displace others of lower priority: PreemptLowerPriority (default) or Never.</summary>
    [Field(5, Enum = typeof(global::Kubesharp.Api.Core.V1.PreemptionPolicy))]
    public string? PreemptionPolicy { get; init; }
}

/// <summary>A list of PriorityClass objects.</summary>
[ApiType("io.k8s.api.scheduling.v1.PriorityClassList")]
[Kind("scheduling.k8s.io", "v1", "PriorityClassList")]
public sealed partial record PriorityClassList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<PriorityClass> Items { get; init; }
}
