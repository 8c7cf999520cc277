namespace Kubesharp.Api.Authentication.V1;

[ApiType("io.k8s.api.authentication.v1.UserInfo")]
public sealed partial record UserInfo
{
    [Field(1)]
    public string Username { get; init; } = "";

    [Field(2)]
    public string Uid { get; init; } = "";

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Groups { get; init; }

    [Field(4, Wrapped = true)]
    public ValueMap<ValueList<string>> Extra { get; init; }
}
