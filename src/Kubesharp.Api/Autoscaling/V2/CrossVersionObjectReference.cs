namespace Kubesharp.Api.Autoscaling.V2;

/// <summary>Names something that can be scaled or measured.</summary>
[ApiType("io.k8s.api.autoscaling.v2.CrossVersionObjectReference")]
public sealed partial record CrossVersionObjectReference
{
    /// <summary>Kind of the object.</summary>
    [Field(1, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    /// <summary>Name of the object.</summary>
    [Field(2, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Group and version of the object.</summary>
    [Field(3)]
    public string ApiVersion { get; init; } = "";
}
