namespace Kubesharp.Api.FlowControl.V1;

/// <summary>Kinds of users.</summary>
public static class SubjectKind
{
    public const string User = "User";
    public const string Group = "Group";
    public const string ServiceAccount = "ServiceAccount";
}
