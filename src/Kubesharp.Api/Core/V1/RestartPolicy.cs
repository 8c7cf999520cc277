namespace Kubesharp.Api.Core.V1;

/// <summary>When the containers of a pod start again.</summary>
public static class RestartPolicy
{
    public const string Always = "Always";
    public const string OnFailure = "OnFailure";
    public const string Never = "Never";
}
