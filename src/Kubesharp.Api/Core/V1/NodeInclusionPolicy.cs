namespace Kubesharp.Api.Core.V1;

public static class NodeInclusionPolicy
{
    public const string Ignore = "Ignore";
    public const string Honor = "Honor";
}
