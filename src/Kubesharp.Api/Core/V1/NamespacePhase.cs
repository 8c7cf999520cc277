namespace Kubesharp.Api.Core.V1;

/// <summary>Where a namespace is in its life.</summary>
public static class NamespacePhase
{
    public const string Active = "Active";
    public const string Terminating = "Terminating";
}
