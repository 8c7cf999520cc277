using Kubesharp.Api.Authentication.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Admission.V1;

/// <summary>A question to an admission webhook, and its answer.</summary>
[ApiType("io.k8s.api.admission.v1.AdmissionReview")]
[Kind("admission.k8s.io", "v1", "AdmissionReview")]
public sealed partial record AdmissionReview
{
    /// <summary>The question.</summary>
    [Field(1)]
    public AdmissionRequest? Request { get; init; }

    /// <summary>The answer.</summary>
    [Field(2)]
    public AdmissionResponse? Response { get; init; }
}

/// <summary>A request that a webhook is to judge.</summary>
[ApiType("io.k8s.api.admission.v1.AdmissionRequest")]
public sealed partial record AdmissionRequest
{
    /// <summary>Identifier the answer must repeat.</summary>
    [Field(1, Always = true)]
    public string Uid { get; init; } = "";

    /// <summary>Kind of the object as it was sent.</summary>
    [Field(2)]
    public MetaGroupVersionKind Kind { get; init; } = MetaGroupVersionKind.Empty;

    /// <summary>Resource of the request.</summary>
    [Field(3)]
    public MetaGroupVersionResource Resource { get; init; } = MetaGroupVersionResource.Empty;

    /// <summary>Subresource of the request, such as status.</summary>
    [Field(4)]
    public string SubResource { get; init; } = "";

    /// <summary>Kind the client used.</summary>
    [Field(13)]
    public MetaGroupVersionKind? RequestKind { get; init; }

    /// <summary>Resource the client used.</summary>
    [Field(14)]
    public MetaGroupVersionResource? RequestResource { get; init; }

    /// <summary>Subresource the client used.</summary>
    [Field(15)]
    public string RequestSubResource { get; init; } = "";

    /// <summary>Name of the object, where it has one already.</summary>
    [Field(5)]
    public string Name { get; init; } = "";

    /// <summary>Namespace of the object.</summary>
    [Field(6)]
    public string Namespace { get; init; } = "";

    /// <summary>CREATE, UPDATE, DELETE or CONNECT.</summary>
    [Field(7, Always = true)]
    public string Operation { get; init; } = "";

    /// <summary>Who asks.</summary>
    [Field(8)]
    public UserInfo UserInfo { get; init; } = UserInfo.Empty;

    /// <summary>The object as it would be stored.</summary>
    [Field(9, Always = true)]
    public RawJson Object { get; init; }

    /// <summary>The object as it is stored now.</summary>
    [Field(10, Always = true)]
    public RawJson OldObject { get; init; }

    /// <summary>Whether nothing will be stored.</summary>
    [Field(11)]
    public bool? DryRun { get; init; }

    /// <summary>Options of the request.</summary>
    [Field(12, Always = true)]
    public RawJson Options { get; init; }
}

/// <summary>What a webhook says.</summary>
[ApiType("io.k8s.api.admission.v1.AdmissionResponse")]
public sealed partial record AdmissionResponse
{
    /// <summary>Identifier of the question.</summary>
    [Field(1, Always = true)]
    public string Uid { get; init; } = "";

    /// <summary>Whether the request may go on.</summary>
    [Field(2, Always = true)]
    public bool Allowed { get; init; }

    /// <summary>Why not.</summary>
    [Field(3)]
    public Status? Status { get; init; }

    /// <summary>Changes to the object, in base64.</summary>
    [Field(4)]
    public ByteString Patch { get; init; }

    /// <summary>Form of the changes: JSONPatch.</summary>
    [Field(5)]
    public string? PatchType { get; init; }

    /// <summary>Pairs of text for the audit log.</summary>
    [Field(6)]
    public ValueMap<string> AuditAnnotations { get; init; }

    /// <summary>Messages for the client.</summary>
    [Field(7, ListType = ListType.Atomic)]
    public ValueList<string> Warnings { get; init; }
}
