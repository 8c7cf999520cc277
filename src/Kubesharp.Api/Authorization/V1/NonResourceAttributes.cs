namespace Kubesharp.Api.Authorization.V1;

/// <summary>A request for a path that is no resource.</summary>
[ApiType("io.k8s.api.authorization.v1.NonResourceAttributes")]
public sealed partial record NonResourceAttributes
{
    /// <summary>The path.</summary>
    [Field(1)]
    public string Path { get; init; } = "";

    /// <summary>The method in lower case.</summary>
    [Field(2)]
    public string Verb { get; init; } = "";
}
