namespace Kubesharp.Api.Rbac.V1;

/// <summary>Somebody who gets rights.</summary>
[ApiType("io.k8s.api.rbac.v1.Subject", Atomic = true)]
public sealed partial record Subject
{
    /// <summary>User, Group or ServiceAccount.</summary>
    [Field(1, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    /// <summary>rbac.authorization.k8s.io for users and groups, empty for service accounts.</summary>
    [Field(2)]
    public string ApiGroup { get; init; } = "";

    /// <summary>Name of the user, group or service account.</summary>
    [Field(3, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Namespace of the service account.</summary>
    [Field(4)]
    public string Namespace { get; init; } = "";
}
