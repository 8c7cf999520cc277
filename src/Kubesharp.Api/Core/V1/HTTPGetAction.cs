namespace Kubesharp.Api.Core.V1;

/// <summary>An HTTP request.</summary>
[ApiType("io.k8s.api.core.v1.HTTPGetAction")]
public sealed partial record HTTPGetAction
{
    /// <summary>Path to ask for. Default /.</summary>
    [Field(1)]
    public string Path { get; init; } = "";

    /// <summary>Port by number or by name.</summary>
    [Field(2, Always = true, Required = true)]
    public IntOrString Port { get; init; }

    /// <summary>Host to connect to. Default: the address of the pod.</summary>
    [Field(3)]
    public string Host { get; init; } = "";

    /// <summary>HTTP (default) or HTTPS, whose certificate is not checked.</summary>
    [Field(4, Enum = typeof(URIScheme))]
    public string Scheme { get; init; } = "";

    /// <summary>Headers to send.</summary>
    [Field(5, ListType = ListType.Atomic)]
    public ValueList<HTTPHeader> HttpHeaders { get; init; }
}

/// <summary>A header of an HTTP request.</summary>
[ApiType("io.k8s.api.core.v1.HTTPHeader")]
public sealed partial record HTTPHeader
{
    /// <summary>Name of the header.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Its value.</summary>
    [Field(2, Always = true, Required = true)]
    public string Value { get; init; } = "";
}
