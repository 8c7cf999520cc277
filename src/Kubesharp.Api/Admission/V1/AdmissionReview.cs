using Kubesharp.Api.Authentication.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Admission.V1;

[ApiType("io.k8s.api.admission.v1.AdmissionReview")]
[Kind("admission.k8s.io", "v1", "AdmissionReview")]
public sealed partial record AdmissionReview
{
    [Field(1)]
    public AdmissionRequest? Request { get; init; }

    [Field(2)]
    public AdmissionResponse? Response { get; init; }
}

[ApiType("io.k8s.api.admission.v1.AdmissionRequest")]
public sealed partial record AdmissionRequest
{
    [Field(1, Always = true)]
    public string Uid { get; init; } = "";

    [Field(2)]
    public MetaGroupVersionKind Kind { get; init; } = MetaGroupVersionKind.Empty;

    [Field(3)]
    public MetaGroupVersionResource Resource { get; init; } = MetaGroupVersionResource.Empty;

    [Field(4)]
    public string SubResource { get; init; } = "";

    [Field(13)]
    public MetaGroupVersionKind? RequestKind { get; init; }

    [Field(14)]
    public MetaGroupVersionResource? RequestResource { get; init; }

    [Field(15)]
    public string RequestSubResource { get; init; } = "";

    [Field(5)]
    public string Name { get; init; } = "";

    [Field(6)]
    public string Namespace { get; init; } = "";

    [Field(7, Always = true)]
    public string Operation { get; init; } = "";

    [Field(8)]
    public UserInfo UserInfo { get; init; } = UserInfo.Empty;

    [Field(9, Always = true)]
    public RawJson Object { get; init; }

    [Field(10, Always = true)]
    public RawJson OldObject { get; init; }

    [Field(11)]
    public bool? DryRun { get; init; }

    [Field(12, Always = true)]
    public RawJson Options { get; init; }
}

[ApiType("io.k8s.api.admission.v1.AdmissionResponse")]
public sealed partial record AdmissionResponse
{
    [Field(1, Always = true)]
    public string Uid { get; init; } = "";

    [Field(2, Always = true)]
    public bool Allowed { get; init; }

    [Field(3)]
    public Status? Status { get; init; }

    [Field(4)]
    public ByteString Patch { get; init; }

    [Field(5)]
    public string? PatchType { get; init; }

    [Field(6)]
    public ValueMap<string> AuditAnnotations { get; init; }

    [Field(7, ListType = ListType.Atomic)]
    public ValueList<string> Warnings { get; init; }
}
