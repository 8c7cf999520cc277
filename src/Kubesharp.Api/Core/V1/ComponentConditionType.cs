namespace Kubesharp.Api.Core.V1;

/// <summary>Aspects of the state of a component.</summary>
public static class ComponentConditionType
{
    public const string Healthy = "Healthy";
}
