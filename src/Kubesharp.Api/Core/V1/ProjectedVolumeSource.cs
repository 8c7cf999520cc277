using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>Several sources in one folder.</summary>
[ApiType("io.k8s.api.core.v1.ProjectedVolumeSource")]
public sealed partial record ProjectedVolumeSource
{
    /// <summary>The sources.</summary>
    [Field(1, Always = true, ListType = ListType.Atomic)]
    public ValueList<VolumeProjection> Sources { get; init; }

    /// <summary>Mode of the files. Default 0644.</summary>
    [Field(2)]
    public int? DefaultMode { get; init; }
}

/// <summary>Certificates of authorities in a projected volume.</summary>
[ApiType("io.k8s.api.core.v1.ClusterTrustBundleProjection")]
public sealed partial record ClusterTrustBundleProjection
{
    /// <summary>ClusterTrustBundle to show. Not together with signerName.</summary>
    [Field(1)]
    public string? Name { get; init; }

    /// <summary>Shows the bundles of this signer.</summary>
    [Field(2)]
    public string? SignerName { get; init; }

    /// <summary>Chooses among the bundles of the signer.</summary>
    [Field(3)]
    public LabelSelector? LabelSelector { get; init; }

    /// <summary>Whether the bundles may be missing. Default false.</summary>
    [Field(5)]
    public bool? Optional { get; init; }

    /// <summary>Path of the file.</summary>
    [Field(4, Always = true, Required = true)]
    public string Path { get; init; } = "";
}

/// <summary>Keys of a ConfigMap in a projected volume.</summary>
[ApiType("io.k8s.api.core.v1.ConfigMapProjection")]
public sealed partial record ConfigMapProjection
{
    [Inline(1)]
    public LocalObjectReference LocalObjectReference { get; init; } = LocalObjectReference.Empty;

    /// <summary>Keys to show and their paths. Default: all.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<KeyToPath> Items { get; init; }

    /// <summary>Whether ConfigMap and keys may be missing. Default false.</summary>
    [Field(4)]
    public bool? Optional { get; init; }
}

/// <summary>Fields of the pod in a projected volume.</summary>
[ApiType("io.k8s.api.core.v1.DownwardAPIProjection")]
public sealed partial record DownwardAPIProjection
{
    /// <summary>The files.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<DownwardAPIVolumeFile> Items { get; init; }
}

/// <summary>A key and certificate for the pod in a projected volume.</summary>
[ApiType("io.k8s.api.core.v1.PodCertificateProjection")]
public sealed partial record PodCertificateProjection
{
    /// <summary>Signer that issues the certificate.</summary>
    [Field(1, Required = true)]
    public string SignerName { get; init; } = "";

    /// <summary>Kind of key, such as ED25519 or ECDSAP256.</summary>
    [Field(2, Required = true)]
    public string KeyType { get; init; } = "";

    /// <summary>Most seconds the certificate may be valid.</summary>
    [Field(3)]
    public int? MaxExpirationSeconds { get; init; }

    /// <summary>Path of a file with key and certificates.</summary>
    [Field(4)]
    public string CredentialBundlePath { get; init; } = "";

    /// <summary>Path of a file with the key alone.</summary>
    [Field(5)]
    public string KeyPath { get; init; } = "";

    /// <summary>Path of a file with the certificates alone.</summary>
    [Field(6)]
    public string CertificateChainPath { get; init; } = "";

    /// <summary>Pairs of text handed to the signer.</summary>
    [Field(7)]
    public ValueMap<string> UserAnnotations { get; init; }
}

/// <summary>Keys of a Secret in a projected volume.</summary>
[ApiType("io.k8s.api.core.v1.SecretProjection")]
public sealed partial record SecretProjection
{
    [Inline(1)]
    public LocalObjectReference LocalObjectReference { get; init; } = LocalObjectReference.Empty;

    /// <summary>Keys to show and their paths. Default: all.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<KeyToPath> Items { get; init; }

    /// <summary>Whether Secret and keys may be missing. Default false.</summary>
    [Field(4)]
    public bool? Optional { get; init; }
}

/// <summary>A token of the service account in a projected volume.</summary>
[ApiType("io.k8s.api.core.v1.ServiceAccountTokenProjection")]
public sealed partial record ServiceAccountTokenProjection
{
    /// <summary>Whom the token is for. Default: the API server.</summary>
    [Field(1)]
    public string Audience { get; init; } = "";

    /// <summary>Seconds the token is valid, at least 600. Default 3600.</summary>
    [Field(2)]
    public long? ExpirationSeconds { get; init; }

    /// <summary>Path of the file.</summary>
    [Field(3, Always = true, Required = true)]
    public string Path { get; init; } = "";
}

/// <summary>One source of a projected volume; exactly one member is set.</summary>
[ApiType("io.k8s.api.core.v1.VolumeProjection")]
public sealed partial record VolumeProjection
{
    /// <summary>Keys of a Secret.</summary>
    [Field(1)]
    public SecretProjection? Secret { get; init; }

    /// <summary>Fields of the pod.</summary>
    [Field(2)]
    public DownwardAPIProjection? DownwardAPI { get; init; }

    /// <summary>Keys of a ConfigMap.</summary>
    [Field(3)]
    public ConfigMapProjection? ConfigMap { get; init; }

    /// <summary>A token of the pod's service account, renewed in time.</summary>
    [Field(4)]
    public ServiceAccountTokenProjection? ServiceAccountToken { get; init; }

    /// <summary>Certificates of authorities to trust.</summary>
    [Field(5)]
    public ClusterTrustBundleProjection? ClusterTrustBundle { get; init; }

    /// <summary>A key and certificate for the pod, renewed in time.</summary>
    [Field(6)]
    public PodCertificateProjection? PodCertificate { get; init; }
}
