namespace Kubesharp.Api.Core.V1;

public static class NamespacePhase
{
    public const string Active = "Active";
    public const string Terminating = "Terminating";
}
