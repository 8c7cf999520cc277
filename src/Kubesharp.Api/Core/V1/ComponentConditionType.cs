namespace Kubesharp.Api.Core.V1;

public static class ComponentConditionType
{
    public const string Healthy = "Healthy";
}
