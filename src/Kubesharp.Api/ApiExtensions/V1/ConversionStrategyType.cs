namespace Kubesharp.Api.ApiExtensions.V1;

/// <summary>How objects pass from one version to another.</summary>
public static class ConversionStrategyType
{
    public const string None = "None";
    public const string Webhook = "Webhook";
}
