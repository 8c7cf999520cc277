namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>A kind of objects with settings.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ParamKind", Atomic = true)]
public sealed partial record ParamKind
{
    /// <summary>Group and version.</summary>
    [Field(1)]
    public string ApiVersion { get; init; } = "";

    /// <summary>The kind.</summary>
    [Field(2)]
    public string Kind { get; init; } = "";
}
