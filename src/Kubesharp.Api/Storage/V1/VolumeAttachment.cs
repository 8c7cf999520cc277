using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Storage.V1;

/// <summary>Asks for a volume to be attached to a node.</summary>
[ApiType("io.k8s.api.storage.v1.VolumeAttachment")]
[Kind("storage.k8s.io", "v1", "VolumeAttachment")]
[Resource("volumeattachments", "volumeattachment", Namespaced = false)]
public sealed partial record VolumeAttachment
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public VolumeAttachmentSpec Spec { get; init; } = VolumeAttachmentSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public VolumeAttachmentStatus Status { get; init; } = VolumeAttachmentStatus.Empty;
}

/// <summary>A list of VolumeAttachment objects.</summary>
[ApiType("io.k8s.api.storage.v1.VolumeAttachmentList")]
[Kind("storage.k8s.io", "v1", "VolumeAttachmentList")]
public sealed partial record VolumeAttachmentList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<VolumeAttachment> Items { get; init; }
}

/// <summary>The volume to attach.</summary>
[ApiType("io.k8s.api.storage.v1.VolumeAttachmentSource")]
public sealed partial record VolumeAttachmentSource
{
    /// <summary>Name of a PersistentVolume.</summary>
    [Field(1)]
    public string? PersistentVolumeName { get; init; }

    /// <summary>A volume given in full.</summary>
    [Field(2)]
    public PersistentVolumeSpec? InlineVolumeSpec { get; init; }
}

/// <summary>What is to be attached where.</summary>
[ApiType("io.k8s.api.storage.v1.VolumeAttachmentSpec")]
public sealed partial record VolumeAttachmentSpec
{
    /// <summary>CSI driver that does it.</summary>
    [Field(1, Always = true, Required = true)]
    public string Attacher { get; init; } = "";

    /// <summary>The volume.</summary>
    [Field(2, Required = true)]
    public VolumeAttachmentSource Source { get; init; } = VolumeAttachmentSource.Empty;

    /// <summary>The node.</summary>
    [Field(3, Always = true, Required = true)]
    public string NodeName { get; init; } = "";
}

/// <summary>How far the attachment is.</summary>
[ApiType("io.k8s.api.storage.v1.VolumeAttachmentStatus")]
public sealed partial record VolumeAttachmentStatus
{
    /// <summary>Whether the volume is attached.</summary>
    [Field(1, Always = true, Required = true)]
    public bool Attached { get; init; }

    /// <summary>What the driver says about the attachment.</summary>
    [Field(2)]
    public ValueMap<string> AttachmentMetadata { get; init; }

    /// <summary>What went wrong when attaching last.</summary>
    [Field(3)]
    public VolumeError? AttachError { get; init; }

    /// <summary>What went wrong when detaching last.</summary>
    [Field(4)]
    public VolumeError? DetachError { get; init; }
}

/// <summary>Something that went wrong with a volume.</summary>
[ApiType("io.k8s.api.storage.v1.VolumeError")]
public sealed partial record VolumeError
{
    /// <summary>When.</summary>
    [Field(1, Always = true)]
    public DateTimeOffset Time { get; init; }

    /// <summary>What, in a sentence.</summary>
    [Field(2)]
    public string Message { get; init; } = "";

    /// <summary>Code the driver gave.</summary>
    [Field(3)]
    public int? ErrorCode { get; init; }
}
