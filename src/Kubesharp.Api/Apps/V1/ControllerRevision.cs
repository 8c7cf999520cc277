using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Apps.V1;

/// <summary>One past form of a DaemonSet or StatefulSet, kept for going back.</summary>
[ApiType("io.k8s.api.apps.v1.ControllerRevision")]
[Kind("apps", "v1", "ControllerRevision")]
[Resource("controllerrevisions", "controllerrevision", Namespaced = true)]
public sealed partial record ControllerRevision
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>The form, as the controller wrote it.</summary>
    [Field(2, Always = true)]
    public RawJson Data { get; init; }

    /// <summary>Number of the revision; the highest is the newest.</summary>
    [Field(3, Always = true, Required = true)]
    public long Revision { get; init; }
}

/// <summary>A list of ControllerRevision objects.</summary>
[ApiType("io.k8s.api.apps.v1.ControllerRevisionList")]
[Kind("apps", "v1", "ControllerRevisionList")]
public sealed partial record ControllerRevisionList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ControllerRevision> Items { get; init; }
}
