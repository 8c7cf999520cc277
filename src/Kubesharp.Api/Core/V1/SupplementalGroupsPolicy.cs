namespace Kubesharp.Api.Core.V1;

/// <summary>Where further groups come from.</summary>
public static class SupplementalGroupsPolicy
{
    public const string Merge = "Merge";
    public const string Strict = "Strict";
}
