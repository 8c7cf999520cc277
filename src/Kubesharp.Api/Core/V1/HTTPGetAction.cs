namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.HTTPGetAction")]
public sealed partial record HTTPGetAction
{
    [Field(1)]
    public string Path { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public IntOrString Port { get; init; }

    [Field(3)]
    public string Host { get; init; } = "";

    [Field(4, Enum = typeof(URIScheme))]
    public string Scheme { get; init; } = "";

    [Field(5, ListType = ListType.Atomic)]
    public ValueList<HTTPHeader> HttpHeaders { get; init; }
}

[ApiType("io.k8s.api.core.v1.HTTPHeader")]
public sealed partial record HTTPHeader
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Value { get; init; } = "";
}
