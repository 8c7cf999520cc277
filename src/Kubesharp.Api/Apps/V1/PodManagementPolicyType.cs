namespace Kubesharp.Api.Apps.V1;

/// <summary>In which order the pods of a StatefulSet start.</summary>
public static class PodManagementPolicyType
{
    public const string OrderedReady = "OrderedReady";
    public const string Parallel = "Parallel";
}
