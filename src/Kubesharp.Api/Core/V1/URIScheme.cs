namespace Kubesharp.Api.Core.V1;

public static class URIScheme
{
    public const string HTTP = "HTTP";
    public const string HTTPS = "HTTPS";
}
