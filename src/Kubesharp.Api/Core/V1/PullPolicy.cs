namespace Kubesharp.Api.Core.V1;

/// <summary>When an image is pulled.</summary>
public static class PullPolicy
{
    public const string Always = "Always";
    public const string Never = "Never";
    public const string IfNotPresent = "IfNotPresent";
}
