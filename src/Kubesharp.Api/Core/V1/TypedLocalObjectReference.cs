namespace Kubesharp.Api.Core.V1;

/// <summary>Names an object of any kind in the same namespace.</summary>
[ApiType("io.k8s.api.core.v1.TypedLocalObjectReference", Atomic = true)]
public sealed partial record TypedLocalObjectReference
{
    /// <summary>Group of the object; empty for the core group.</summary>
    [Field(1, Always = true)]
    public string? ApiGroup { get; init; }

    /// <summary>Kind of the object.</summary>
    [Field(2, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    /// <summary>Name of the object.</summary>
    [Field(3, Always = true, Required = true)]
    public string Name { get; init; } = "";
}
