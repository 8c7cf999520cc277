using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Storage.V1;

[ApiType("io.k8s.api.storage.v1.CSIDriver")]
[Kind("storage.k8s.io", "v1", "CSIDriver")]
[Resource("csidrivers", "csidriver", Namespaced = false)]
public sealed partial record CSIDriver
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public CSIDriverSpec Spec { get; init; } = CSIDriverSpec.Empty;
}

[ApiType("io.k8s.api.storage.v1.CSIDriverList")]
[Kind("storage.k8s.io", "v1", "CSIDriverList")]
public sealed partial record CSIDriverList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<CSIDriver> Items { get; init; }
}

[ApiType("io.k8s.api.storage.v1.CSIDriverSpec")]
public sealed partial record CSIDriverSpec
{
    [Field(1)]
    public bool? AttachRequired { get; init; }

    [Field(2)]
    public bool? PodInfoOnMount { get; init; }

    [Field(3, ListType = ListType.Set)]
    public ValueList<string> VolumeLifecycleModes { get; init; }

    [Field(4)]
    public bool? StorageCapacity { get; init; }

    [Field(5)]
    public string? FsGroupPolicy { get; init; }

    [Field(6, ListType = ListType.Atomic)]
    public ValueList<TokenRequest> TokenRequests { get; init; }

    [Field(7)]
    public bool? RequiresRepublish { get; init; }

    [Field(8)]
    public bool? SeLinuxMount { get; init; }

    [Field(9)]
    public long? NodeAllocatableUpdatePeriodSeconds { get; init; }

    [Field(10)]
    public bool? ServiceAccountTokenInSecrets { get; init; }

    [Field(11)]
    public bool? PreventPodSchedulingIfMissing { get; init; }
}

[ApiType("io.k8s.api.storage.v1.TokenRequest")]
public sealed partial record TokenRequest
{
    [Field(1, Always = true, Required = true)]
    public string Audience { get; init; } = "";

    [Field(2)]
    public long? ExpirationSeconds { get; init; }
}
