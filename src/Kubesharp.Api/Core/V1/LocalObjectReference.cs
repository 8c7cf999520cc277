namespace Kubesharp.Api.Core.V1;

/// <summary>Names an object in the same namespace.</summary>
[ApiType("io.k8s.api.core.v1.LocalObjectReference", Atomic = true)]
public sealed partial record LocalObjectReference
{
    /// <summary>Name of the object.</summary>
    [Field(1, Default = "\"\"")]
    public string Name { get; init; } = "";
}
