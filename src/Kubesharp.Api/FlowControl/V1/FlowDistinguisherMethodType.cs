namespace Kubesharp.Api.FlowControl.V1;

/// <summary>What tells flows apart.</summary>
public static class FlowDistinguisherMethodType
{
    public const string ByUser = "ByUser";
    public const string ByNamespace = "ByNamespace";
}
