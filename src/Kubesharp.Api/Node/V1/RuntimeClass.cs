using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Node.V1;

[ApiType("io.k8s.api.node.v1.RuntimeClass")]
[Kind("node.k8s.io", "v1", "RuntimeClass")]
[Resource("runtimeclasses", "runtimeclass", Namespaced = false)]
public sealed partial record RuntimeClass
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public string Handler { get; init; } = "";

    [Field(3)]
    public Overhead? Overhead { get; init; }

    [Field(4)]
    public Scheduling? Scheduling { get; init; }
}

[ApiType("io.k8s.api.node.v1.Overhead")]
public sealed partial record Overhead
{
    [Field(1)]
    public ValueMap<Quantity> PodFixed { get; init; }
}

[ApiType("io.k8s.api.node.v1.RuntimeClassList")]
[Kind("node.k8s.io", "v1", "RuntimeClassList")]
public sealed partial record RuntimeClassList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<RuntimeClass> Items { get; init; }
}

[ApiType("io.k8s.api.node.v1.Scheduling")]
public sealed partial record Scheduling
{
    [Field(1, Atomic = true)]
    public ValueMap<string> NodeSelector { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<Toleration> Tolerations { get; init; }
}
