namespace Kubesharp.Api.Core.V1;

/// <summary>A resource of a container.</summary>
[ApiType("io.k8s.api.core.v1.ResourceFieldSelector", Atomic = true)]
public sealed partial record ResourceFieldSelector
{
    /// <summary>The container; required for volumes, in environment variables the container itself.</summary>
    [Field(1)]
    public string ContainerName { get; init; } = "";

    /// <summary>The resource, such as limits.cpu or requests.memory.</summary>
    [Field(2, Always = true, Required = true)]
    public string Resource { get; init; } = "";

    /// <summary>Unit of the result, such as 1Mi. Default 1.</summary>
    [Field(3, Always = true)]
    public Quantity Divisor { get; init; }
}
