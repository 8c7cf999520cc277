namespace Kubesharp.Api.Discovery.V1;

/// <summary>Kinds of addresses of an EndpointSlice.</summary>
public static class AddressType
{
    public const string FQDN = "FQDN";
}
