namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>An expression with a name.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.Variable", Atomic = true)]
public sealed partial record Variable
{
    /// <summary>The name; used as variables.name.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>The expression.</summary>
    [Field(2, Always = true, Required = true)]
    public string Expression { get; init; } = "";
}
