using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Storage.V1;

/// <summary>What a CSI driver can do and needs.</summary>
[ApiType("io.k8s.api.storage.v1.CSIDriver")]
[Kind("storage.k8s.io", "v1", "CSIDriver")]
[Resource("csidrivers", "csidriver", Namespaced = false)]
public sealed partial record CSIDriver
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public CSIDriverSpec Spec { get; init; } = CSIDriverSpec.Empty;
}

/// <summary>A list of CSIDriver objects.</summary>
[ApiType("io.k8s.api.storage.v1.CSIDriverList")]
[Kind("storage.k8s.io", "v1", "CSIDriverList")]
public sealed partial record CSIDriverList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<CSIDriver> Items { get; init; }
}

/// <summary>What a CSI driver can do and needs.</summary>
[ApiType("io.k8s.api.storage.v1.CSIDriverSpec")]
public sealed partial record CSIDriverSpec
{
    /// <summary>Whether volumes must be attached to nodes before they are mounted. Default true.</summary>
    [Field(1)]
    public bool? AttachRequired { get; init; }

    /// <summary>Whether the driver is told which pod it mounts for. Default false.</summary>
    [Field(2)]
    public bool? PodInfoOnMount { get; init; }

    /// <summary>Persistent (default), Ephemeral or both.</summary>
    [Field(3, ListType = ListType.Set)]
    public ValueList<string> VolumeLifecycleModes { get; init; }

    /// <summary>Whether the scheduler looks at free space the driver reports. Default false.</summary>
    [Field(4)]
    public bool? StorageCapacity { get; init; }

    /// <summary>How owners of files are set: ReadWriteOnceWithFSType (default), File or None.</summary>
    [Field(5)]
    public string? FsGroupPolicy { get; init; }

    /// <summary>Tokens of the pod's service account to hand to the driver.</summary>
    [Field(6, ListType = ListType.Atomic)]
    public ValueList<TokenRequest> TokenRequests { get; init; }

    /// <summary>Whether mounts are refreshed from time to time. Default false.</summary>
    [Field(7)]
    public bool? RequiresRepublish { get; init; }

    /// <summary>Whether the driver can mount with an SELinux context. Default false.</summary>
    [Field(8)]
    public bool? SeLinuxMount { get; init; }

    /// <summary>How often nodes ask how many volumes they can hold.</summary>
    [Field(9)]
    public long? NodeAllocatableUpdatePeriodSeconds { get; init; }

    /// <summary>Whether tokens are handed over as secrets instead of plain settings.</summary>
    [Field(10)]
    public bool? ServiceAccountTokenInSecrets { get; init; }

    /// <summary>Keeps pods that need the driver from nodes without it.</summary>
    [Field(11)]
    public bool? PreventPodSchedulingIfMissing { get; init; }
}

/// <summary>A token for a driver.</summary>
[ApiType("io.k8s.api.storage.v1.TokenRequest")]
public sealed partial record TokenRequest
{
    /// <summary>Whom the token is for.</summary>
    [Field(1, Always = true, Required = true)]
    public string Audience { get; init; } = "";

    /// <summary>Seconds it is valid, at least 600.</summary>
    [Field(2)]
    public long? ExpirationSeconds { get; init; }
}
