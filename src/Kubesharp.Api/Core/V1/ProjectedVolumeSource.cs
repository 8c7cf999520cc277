using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ProjectedVolumeSource")]
public sealed partial record ProjectedVolumeSource
{
    [Field(1, Always = true, ListType = ListType.Atomic)]
    public ValueList<VolumeProjection> Sources { get; init; }

    [Field(2)]
    public int? DefaultMode { get; init; }
}

[ApiType("io.k8s.api.core.v1.ClusterTrustBundleProjection")]
public sealed partial record ClusterTrustBundleProjection
{
    [Field(1)]
    public string? Name { get; init; }

    [Field(2)]
    public string? SignerName { get; init; }

    [Field(3)]
    public LabelSelector? LabelSelector { get; init; }

    [Field(5)]
    public bool? Optional { get; init; }

    [Field(4, Always = true, Required = true)]
    public string Path { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.ConfigMapProjection")]
public sealed partial record ConfigMapProjection
{
    [Inline(1)]
    public LocalObjectReference LocalObjectReference { get; init; } = LocalObjectReference.Empty;

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<KeyToPath> Items { get; init; }

    [Field(4)]
    public bool? Optional { get; init; }
}

[ApiType("io.k8s.api.core.v1.DownwardAPIProjection")]
public sealed partial record DownwardAPIProjection
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<DownwardAPIVolumeFile> Items { get; init; }
}

[ApiType("io.k8s.api.core.v1.PodCertificateProjection")]
public sealed partial record PodCertificateProjection
{
    [Field(1, Required = true)]
    public string SignerName { get; init; } = "";

    [Field(2, Required = true)]
    public string KeyType { get; init; } = "";

    [Field(3)]
    public int? MaxExpirationSeconds { get; init; }

    [Field(4)]
    public string CredentialBundlePath { get; init; } = "";

    [Field(5)]
    public string KeyPath { get; init; } = "";

    [Field(6)]
    public string CertificateChainPath { get; init; } = "";

    [Field(7)]
    public ValueMap<string> UserAnnotations { get; init; }
}

[ApiType("io.k8s.api.core.v1.SecretProjection")]
public sealed partial record SecretProjection
{
    [Inline(1)]
    public LocalObjectReference LocalObjectReference { get; init; } = LocalObjectReference.Empty;

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<KeyToPath> Items { get; init; }

    [Field(4)]
    public bool? Optional { get; init; }
}

[ApiType("io.k8s.api.core.v1.ServiceAccountTokenProjection")]
public sealed partial record ServiceAccountTokenProjection
{
    [Field(1)]
    public string Audience { get; init; } = "";

    [Field(2)]
    public long? ExpirationSeconds { get; init; }

    [Field(3, Always = true, Required = true)]
    public string Path { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.VolumeProjection")]
public sealed partial record VolumeProjection
{
    [Field(1)]
    public SecretProjection? Secret { get; init; }

    [Field(2)]
    public DownwardAPIProjection? DownwardAPI { get; init; }

    [Field(3)]
    public ConfigMapProjection? ConfigMap { get; init; }

    [Field(4)]
    public ServiceAccountTokenProjection? ServiceAccountToken { get; init; }

    [Field(5)]
    public ClusterTrustBundleProjection? ClusterTrustBundle { get; init; }

    [Field(6)]
    public PodCertificateProjection? PodCertificate { get; init; }
}
