namespace Kubesharp.Api.Discovery.V1;

public static class AddressType
{
    public const string FQDN = "FQDN";
}
