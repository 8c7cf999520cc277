namespace Kubesharp.Api.Core.V1;

/// <summary>Whether nodes are left out of the count.</summary>
public static class NodeInclusionPolicy
{
    public const string Ignore = "Ignore";
    public const string Honor = "Honor";
}
