using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>A part of the cluster in which names are unique.</summary>
[ApiType("io.k8s.api.core.v1.Namespace")]
[Kind("", "v1", "Namespace")]
[Resource("namespaces", "namespace", Namespaced = false, ShortNames = "ns")]
public sealed partial record Namespace
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public NamespaceSpec Spec { get; init; } = NamespaceSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public NamespaceStatus Status { get; init; } = NamespaceStatus.Empty;
}

/// <summary>One aspect of the state of the object.</summary>
[ApiType("io.k8s.api.core.v1.NamespaceCondition")]
public sealed partial record NamespaceCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    /// <summary>When the status last changed from one value to another.</summary>
    [Field(4, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>Why, as one word for programs.</summary>
    [Field(5)]
    public string Reason { get; init; } = "";

    /// <summary>Why, in a sentence for people.</summary>
    [Field(6)]
    public string Message { get; init; } = "";
}

/// <summary>A list of Namespace objects.</summary>
[ApiType("io.k8s.api.core.v1.NamespaceList")]
[Kind("", "v1", "NamespaceList")]
public sealed partial record NamespaceList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<Namespace> Items { get; init; }
}

/// <summary>How a namespace is to be deleted.</summary>
[ApiType("io.k8s.api.core.v1.NamespaceSpec")]
public sealed partial record NamespaceSpec
{
    /// <summary>Who must clean up before the namespace may disappear.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> Finalizers { get; init; }
}

/// <summary>What was last observed of a namespace.</summary>
[ApiType("io.k8s.api.core.v1.NamespaceStatus")]
public sealed partial record NamespaceStatus
{
    /// <summary>Active or Terminating.</summary>
    [Field(1, Enum = typeof(NamespacePhase))]
    public string Phase { get; init; } = "";

    /// <summary>What still keeps the namespace from disappearing.</summary>
    [Field(2, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<NamespaceCondition> Conditions { get; init; }
}
