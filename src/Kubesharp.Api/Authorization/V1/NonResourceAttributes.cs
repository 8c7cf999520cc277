namespace Kubesharp.Api.Authorization.V1;

[ApiType("io.k8s.api.authorization.v1.NonResourceAttributes")]
public sealed partial record NonResourceAttributes
{
    [Field(1)]
    public string Path { get; init; } = "";

    [Field(2)]
    public string Verb { get; init; } = "";
}
