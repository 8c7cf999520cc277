namespace Kubesharp.Api.Core.V1;

/// <summary>Names an object.</summary>
[ApiType("io.k8s.api.core.v1.ObjectReference", Atomic = true)]
public sealed partial record ObjectReference
{
    /// <summary>Kind of the object.</summary>
    [Field(1)]
    public string Kind { get; init; } = "";

    /// <summary>Namespace of the object.</summary>
    [Field(2)]
    public string Namespace { get; init; } = "";

    /// <summary>Name of the object.</summary>
    [Field(3)]
    public string Name { get; init; } = "";

    /// <summary>Identifier of the object.</summary>
    [Field(4)]
    public string Uid { get; init; } = "";

    /// <summary>Group and version of the object.</summary>
    [Field(5)]
    public string ApiVersion { get; init; } = "";

    /// <summary>Version of the object that was meant.</summary>
    [Field(6)]
    public string ResourceVersion { get; init; } = "";

    /// <summary>Part of the object that is meant, such as spec.containers{web}.</summary>
    [Field(7)]
    public string FieldPath { get; init; } = "";
}
