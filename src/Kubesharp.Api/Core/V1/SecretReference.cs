namespace Kubesharp.Api.Core.V1;

/// <summary>Names a Secret.</summary>
[ApiType("io.k8s.api.core.v1.SecretReference", Atomic = true)]
public sealed partial record SecretReference
{
    /// <summary>Name of the Secret.</summary>
    [Field(1)]
    public string Name { get; init; } = "";

    /// <summary>Its namespace.</summary>
    [Field(2)]
    public string Namespace { get; init; } = "";
}
