namespace Kubesharp.Api.Core.V1;

/// <summary>How many IP families a Service has.</summary>
public static class IPFamilyPolicy
{
    public const string SingleStack = "SingleStack";
    public const string PreferDualStack = "PreferDualStack";
    public const string RequireDualStack = "RequireDualStack";
}
