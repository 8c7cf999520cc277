using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Authentication.V1;

/// <summary>Asks for a token of a service account.</summary>
[ApiType("io.k8s.api.authentication.v1.TokenRequest")]
[Kind("authentication.k8s.io", "v1", "TokenRequest")]
public sealed partial record TokenRequest
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public TokenRequestSpec Spec { get; init; } = TokenRequestSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public TokenRequestStatus Status { get; init; } = TokenRequestStatus.Empty;
}

/// <summary>Names the object a token is tied to.</summary>
[ApiType("io.k8s.api.authentication.v1.BoundObjectReference")]
public sealed partial record BoundObjectReference
{
    /// <summary>Pod, Secret or Node.</summary>
    [Field(1)]
    public string Kind { get; init; } = "";

    /// <summary>Version of the object.</summary>
    [Field(2)]
    public string ApiVersion { get; init; } = "";

    /// <summary>Name of the object.</summary>
    [Field(3)]
    public string Name { get; init; } = "";

    /// <summary>Identifier of the object.</summary>
    [Field(4)]
    public string Uid { get; init; } = "";
}

/// <summary>What token is wanted.</summary>
[ApiType("io.k8s.api.authentication.v1.TokenRequestSpec")]
public sealed partial record TokenRequestSpec
{
    /// <summary>Whom the token is for. Default: the API server.</summary>
    [Field(1, Always = true, ListType = ListType.Atomic)]
    public ValueList<string> Audiences { get; init; }

    /// <summary>Seconds the token is valid, at least 600. Default 3600.</summary>
    [Field(4, Always = true)]
    public long? ExpirationSeconds { get; init; }

    /// <summary>Object with which the token becomes invalid.</summary>
    [Field(3, Always = true)]
    public BoundObjectReference? BoundObjectRef { get; init; }
}

/// <summary>The token.</summary>
[ApiType("io.k8s.api.authentication.v1.TokenRequestStatus")]
public sealed partial record TokenRequestStatus
{
    /// <summary>The token.</summary>
    [Field(1, Always = true)]
    public string Token { get; init; } = "";

    /// <summary>When it ends.</summary>
    [Field(2, Always = true)]
    public DateTimeOffset ExpirationTimestamp { get; init; }
}
