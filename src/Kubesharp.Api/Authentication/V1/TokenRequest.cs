using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Authentication.V1;

[ApiType("io.k8s.api.authentication.v1.TokenRequest")]
[Kind("authentication.k8s.io", "v1", "TokenRequest")]
public sealed partial record TokenRequest
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public TokenRequestSpec Spec { get; init; } = TokenRequestSpec.Empty;

    [Field(3)]
    public TokenRequestStatus Status { get; init; } = TokenRequestStatus.Empty;
}

[ApiType("io.k8s.api.authentication.v1.BoundObjectReference")]
public sealed partial record BoundObjectReference
{
    [Field(1)]
    public string Kind { get; init; } = "";

    [Field(2)]
    public string ApiVersion { get; init; } = "";

    [Field(3)]
    public string Name { get; init; } = "";

    [Field(4)]
    public string Uid { get; init; } = "";
}

[ApiType("io.k8s.api.authentication.v1.TokenRequestSpec")]
public sealed partial record TokenRequestSpec
{
    [Field(1, Always = true, ListType = ListType.Atomic)]
    public ValueList<string> Audiences { get; init; }

    [Field(4, Always = true)]
    public long? ExpirationSeconds { get; init; }

    [Field(3, Always = true)]
    public BoundObjectReference? BoundObjectRef { get; init; }
}

[ApiType("io.k8s.api.authentication.v1.TokenRequestStatus")]
public sealed partial record TokenRequestStatus
{
    [Field(1, Always = true)]
    public string Token { get; init; } = "";

    [Field(2, Always = true)]
    public DateTimeOffset ExpirationTimestamp { get; init; }
}
