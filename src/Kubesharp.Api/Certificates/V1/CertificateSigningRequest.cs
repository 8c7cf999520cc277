using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Certificates.V1;

[ApiType("io.k8s.api.certificates.v1.CertificateSigningRequest")]
[Kind("certificates.k8s.io", "v1", "CertificateSigningRequest")]
[Resource("certificatesigningrequests", "certificatesigningrequest", Namespaced = false, ShortNames = "csr")]
public sealed partial record CertificateSigningRequest
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Required = true)]
    public CertificateSigningRequestSpec Spec { get; init; } = CertificateSigningRequestSpec.Empty;

    [Field(3)]
    public CertificateSigningRequestStatus Status { get; init; } = CertificateSigningRequestStatus.Empty;
}

[ApiType("io.k8s.api.certificates.v1.CertificateSigningRequestCondition")]
public sealed partial record CertificateSigningRequestCondition
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(6, Always = true, Required = true)]
    public string Status { get; init; } = "";

    [Field(2)]
    public string Reason { get; init; } = "";

    [Field(3)]
    public string Message { get; init; } = "";

    [Field(4, Always = true)]
    public DateTimeOffset LastUpdateTime { get; init; }

    [Field(5, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }
}

[ApiType("io.k8s.api.certificates.v1.CertificateSigningRequestList")]
[Kind("certificates.k8s.io", "v1", "CertificateSigningRequestList")]
public sealed partial record CertificateSigningRequestList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<CertificateSigningRequest> Items { get; init; }
}

[ApiType("io.k8s.api.certificates.v1.CertificateSigningRequestSpec")]
public sealed partial record CertificateSigningRequestSpec
{
    [Field(1, Always = true, Required = true)]
    public ByteString Request { get; init; }

    [Field(7, Always = true, Required = true)]
    public string SignerName { get; init; } = "";

    [Field(8)]
    public int? ExpirationSeconds { get; init; }

    [Field(5, ListType = ListType.Atomic, Enum = typeof(KeyUsage))]
    public ValueList<string> Usages { get; init; }

    [Field(2)]
    public string Username { get; init; } = "";

    [Field(3)]
    public string Uid { get; init; } = "";

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<string> Groups { get; init; }

    [Field(6, Wrapped = true)]
    public ValueMap<ValueList<string>> Extra { get; init; }
}

[ApiType("io.k8s.api.certificates.v1.CertificateSigningRequestStatus")]
public sealed partial record CertificateSigningRequestStatus
{
    [Field(1, ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<CertificateSigningRequestCondition> Conditions { get; init; }

    [Field(2)]
    public ByteString Certificate { get; init; }
}
