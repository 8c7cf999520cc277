namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>A CEL expression that must hold for a request to be looked at.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.MatchCondition")]
public sealed partial record MatchCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>The expression; it must give true or false.</summary>
    [Field(2, Always = true, Required = true)]
    public string Expression { get; init; } = "";
}
