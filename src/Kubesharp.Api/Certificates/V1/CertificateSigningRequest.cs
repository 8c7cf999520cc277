using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Certificates.V1;

/// <summary>Asks for a certificate.</summary>
[ApiType("io.k8s.api.certificates.v1.CertificateSigningRequest")]
[Kind("certificates.k8s.io", "v1", "CertificateSigningRequest")]
[Resource("certificatesigningrequests", "certificatesigningrequest", Namespaced = false, ShortNames = "csr")]
public sealed partial record CertificateSigningRequest
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2, Required = true)]
    public CertificateSigningRequestSpec Spec { get; init; } = CertificateSigningRequestSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public CertificateSigningRequestStatus Status { get; init; } = CertificateSigningRequestStatus.Empty;
}

/// <summary>One aspect of the state of the object.</summary>
[ApiType("io.k8s.api.certificates.v1.CertificateSigningRequestCondition")]
public sealed partial record CertificateSigningRequestCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(6, Always = true, Required = true)]
    public string Status { get; init; } = "";

    /// <summary>Why, as one word for programs.</summary>
    [Field(2)]
    public string Reason { get; init; } = "";

    /// <summary>Why, in a sentence for people.</summary>
    [Field(3)]
    public string Message { get; init; } = "";

    /// <summary>When the condition was last updated.</summary>
    [Field(4, Always = true)]
    public DateTimeOffset LastUpdateTime { get; init; }

    /// <summary>When the status last changed from one value to another.</summary>
    [Field(5, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }
}

/// <summary>A list of CertificateSigningRequest objects.</summary>
[ApiType("io.k8s.api.certificates.v1.CertificateSigningRequestList")]
[Kind("certificates.k8s.io", "v1", "CertificateSigningRequestList")]
public sealed partial record CertificateSigningRequestList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<CertificateSigningRequest> Items { get; init; }
}

/// <summary>The certificate that is wanted, and who asks.</summary>
[ApiType("io.k8s.api.certificates.v1.CertificateSigningRequestSpec")]
public sealed partial record CertificateSigningRequestSpec
{
    /// <summary>PKCS #10 request in PEM form, in base64.</summary>
    [Field(1, Always = true, Required = true)]
    public ByteString Request { get; init; }

    /// <summary>Who is to sign it, such as kubernetes.io/kubelet-serving.</summary>
    [Field(7, Always = true, Required = true)]
    public string SignerName { get; init; } = "";

    /// <summary>Seconds the certificate should be valid, at least 600.</summary>
    [Field(8)]
    public int? ExpirationSeconds { get; init; }

    /// <summary>What the certificate may be used for.</summary>
    [Field(5, ListType = ListType.Atomic, Enum = typeof(KeyUsage))]
    public ValueList<string> Usages { get; init; }

    /// <summary>Who asks. Set by the server.</summary>
    [Field(2)]
    public string Username { get; init; } = "";

    /// <summary>Identifier of who asks. Set by the server.</summary>
    [Field(3)]
    public string Uid { get; init; } = "";

    /// <summary>Groups of who asks. Set by the server.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<string> Groups { get; init; }

    /// <summary>More about who asks. Set by the server.</summary>
    [Field(6, Wrapped = true)]
    public ValueMap<ValueList<string>> Extra { get; init; }
}

/// <summary>The answer.</summary>
[ApiType("io.k8s.api.certificates.v1.CertificateSigningRequestStatus")]
public sealed partial record CertificateSigningRequestStatus
{
    /// <summary>Approved, Denied or Failed.</summary>
    [Field(1, ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<CertificateSigningRequestCondition> Conditions { get; init; }

    /// <summary>The certificate in PEM form, in base64.</summary>
    [Field(2)]
    public ByteString Certificate { get; init; }
}
