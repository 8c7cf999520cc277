namespace Kubesharp.Api.Core.V1;

/// <summary>Which filter for system calls is used.</summary>
public static class SeccompProfileType
{
    public const string Unconfined = "Unconfined";
    public const string RuntimeDefault = "RuntimeDefault";
    public const string Localhost = "Localhost";
}
