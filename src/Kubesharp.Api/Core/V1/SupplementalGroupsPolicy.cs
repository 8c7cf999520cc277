namespace Kubesharp.Api.Core.V1;

public static class SupplementalGroupsPolicy
{
    public const string Merge = "Merge";
    public const string Strict = "Strict";
}
