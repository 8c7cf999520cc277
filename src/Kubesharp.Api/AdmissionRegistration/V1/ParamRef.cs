using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.AdmissionRegistration.V1;

/// <summary>Objects with settings.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ParamRef", Atomic = true)]
public sealed partial record ParamRef
{
    /// <summary>Name of the object. Not together with selector.</summary>
    [Field(1)]
    public string Name { get; init; } = "";

    /// <summary>Namespace of the object. Default: that of the request.</summary>
    [Field(2)]
    public string Namespace { get; init; } = "";

    /// <summary>Objects by label.</summary>
    [Field(3)]
    public LabelSelector? Selector { get; init; }

    /// <summary>What happens when there is none: Allow or Deny.</summary>
    [Field(4)]
    public string? ParameterNotFoundAction { get; init; }
}
