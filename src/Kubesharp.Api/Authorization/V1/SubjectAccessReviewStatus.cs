namespace Kubesharp.Api.Authorization.V1;

/// <summary>The answer.</summary>
[ApiType("io.k8s.api.authorization.v1.SubjectAccessReviewStatus")]
public sealed partial record SubjectAccessReviewStatus
{
    /// <summary>Whether it is allowed.</summary>
    [Field(1, Always = true, Required = true)]
    public bool Allowed { get; init; }

    /// <summary>Whether it is expressly forbidden.</summary>
    [Field(4)]
    public bool Denied { get; init; }

    /// <summary>Why.</summary>
    [Field(2)]
    public string Reason { get; init; } = "";

    /// <summary>What went wrong on the way; the answer may hold all the same.</summary>
    [Field(3)]
    public string EvaluationError { get; init; } = "";
}
