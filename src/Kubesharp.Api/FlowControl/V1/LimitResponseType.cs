namespace Kubesharp.Api.FlowControl.V1;

/// <summary>What happens to requests there is no room for.</summary>
public static class LimitResponseType
{
    public const string Queue = "Queue";
    public const string Reject = "Reject";
}
