using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Apps.V1;

[ApiType("io.k8s.api.apps.v1.ControllerRevision")]
[Kind("apps", "v1", "ControllerRevision")]
[Resource("controllerrevisions", "controllerrevision", Namespaced = true)]
public sealed partial record ControllerRevision
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Always = true)]
    public RawJson Data { get; init; }

    [Field(3, Always = true, Required = true)]
    public long Revision { get; init; }
}

[ApiType("io.k8s.api.apps.v1.ControllerRevisionList")]
[Kind("apps", "v1", "ControllerRevisionList")]
public sealed partial record ControllerRevisionList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<ControllerRevision> Items { get; init; }
}
