namespace Kubesharp.Api.Core.V1;

/// <summary>How a toleration compares values.</summary>
public static class TolerationOperator
{
    public const string Exists = "Exists";
    public const string Equal = "Equal";
    public const string Lt = "Lt";
    public const string Gt = "Gt";
}
