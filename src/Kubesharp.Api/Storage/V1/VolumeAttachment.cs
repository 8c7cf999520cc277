using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Storage.V1;

[ApiType("io.k8s.api.storage.v1.VolumeAttachment")]
[Kind("storage.k8s.io", "v1", "VolumeAttachment")]
[Resource("volumeattachments", "volumeattachment", Namespaced = false)]
public sealed partial record VolumeAttachment
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public VolumeAttachmentSpec Spec { get; init; } = VolumeAttachmentSpec.Empty;

    [Field(3)]
    public VolumeAttachmentStatus Status { get; init; } = VolumeAttachmentStatus.Empty;
}

[ApiType("io.k8s.api.storage.v1.VolumeAttachmentList")]
[Kind("storage.k8s.io", "v1", "VolumeAttachmentList")]
public sealed partial record VolumeAttachmentList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<VolumeAttachment> Items { get; init; }
}

[ApiType("io.k8s.api.storage.v1.VolumeAttachmentSource")]
public sealed partial record VolumeAttachmentSource
{
    [Field(1)]
    public string? PersistentVolumeName { get; init; }

    [Field(2)]
    public PersistentVolumeSpec? InlineVolumeSpec { get; init; }
}

[ApiType("io.k8s.api.storage.v1.VolumeAttachmentSpec")]
public sealed partial record VolumeAttachmentSpec
{
    [Field(1, Always = true, Required = true)]
    public string Attacher { get; init; } = "";

    [Field(2, Required = true)]
    public VolumeAttachmentSource Source { get; init; } = VolumeAttachmentSource.Empty;

    [Field(3, Always = true, Required = true)]
    public string NodeName { get; init; } = "";
}

[ApiType("io.k8s.api.storage.v1.VolumeAttachmentStatus")]
public sealed partial record VolumeAttachmentStatus
{
    [Field(1, Always = true, Required = true)]
    public bool Attached { get; init; }

    [Field(2)]
    public ValueMap<string> AttachmentMetadata { get; init; }

    [Field(3)]
    public VolumeError? AttachError { get; init; }

    [Field(4)]
    public VolumeError? DetachError { get; init; }
}

[ApiType("io.k8s.api.storage.v1.VolumeError")]
public sealed partial record VolumeError
{
    [Field(1, Always = true)]
    public DateTimeOffset Time { get; init; }

    [Field(2)]
    public string Message { get; init; } = "";

    [Field(3)]
    public int? ErrorCode { get; init; }
}
