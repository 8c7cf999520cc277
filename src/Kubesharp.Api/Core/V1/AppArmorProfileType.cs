namespace Kubesharp.Api.Core.V1;

public static class AppArmorProfileType
{
    public const string Unconfined = "Unconfined";
    public const string RuntimeDefault = "RuntimeDefault";
    public const string Localhost = "Localhost";
}
