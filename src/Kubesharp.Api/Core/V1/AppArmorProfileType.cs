namespace Kubesharp.Api.Core.V1;

/// <summary>Which AppArmor profile is used.</summary>
public static class AppArmorProfileType
{
    public const string Unconfined = "Unconfined";
    public const string RuntimeDefault = "RuntimeDefault";
    public const string Localhost = "Localhost";
}
