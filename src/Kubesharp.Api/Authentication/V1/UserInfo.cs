namespace Kubesharp.Api.Authentication.V1;

/// <summary>Somebody who uses the API.</summary>
[ApiType("io.k8s.api.authentication.v1.UserInfo")]
public sealed partial record UserInfo
{
    /// <summary>Name.</summary>
    [Field(1)]
    public string Username { get; init; } = "";

    /// <summary>Identifier that stays when the name changes hands.</summary>
    [Field(2)]
    public string Uid { get; init; } = "";

    /// <summary>Groups.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Groups { get; init; }

    /// <summary>More, as the authenticator says.</summary>
    [Field(4, Wrapped = true)]
    public ValueMap<ValueList<string>> Extra { get; init; }
}
