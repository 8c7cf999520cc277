using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Node.V1;

/// <summary>A container runtime that pods can ask for.</summary>
[ApiType("io.k8s.api.node.v1.RuntimeClass")]
[Kind("node.k8s.io", "v1", "RuntimeClass")]
[Resource("runtimeclasses", "runtimeclass", Namespaced = false)]
public sealed partial record RuntimeClass
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>Name of the runtime in the configuration of the nodes. It cannot be changed.</summary>
    [Field(2, Always = true, Required = true)]
    public string Handler { get; init; } = "";

    /// <summary>Resources the runtime needs for each pod.</summary>
    [Field(3)]
    public Overhead? Overhead { get; init; }

    /// <summary>Nodes that offer the runtime.</summary>
    [Field(4)]
    public Scheduling? Scheduling { get; init; }
}

/// <summary>Resources a runtime needs.</summary>
[ApiType("io.k8s.api.node.v1.Overhead")]
public sealed partial record Overhead
{
    /// <summary>For each pod.</summary>
    [Field(1)]
    public ValueMap<Quantity> PodFixed { get; init; }
}

/// <summary>A list of RuntimeClass objects.</summary>
[ApiType("io.k8s.api.node.v1.RuntimeClassList")]
[Kind("node.k8s.io", "v1", "RuntimeClassList")]
public sealed partial record RuntimeClassList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<RuntimeClass> Items { get; init; }
}

/// <summary>Nodes that offer a runtime.</summary>
[ApiType("io.k8s.api.node.v1.Scheduling")]
public sealed partial record Scheduling
{
    /// <summary>Labels the nodes have; added to the pod's own.</summary>
    [Field(1, Atomic = true)]
    public ValueMap<string> NodeSelector { get; init; }

    /// <summary>Tolerations added to the pod.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<Toleration> Tolerations { get; init; }
}
