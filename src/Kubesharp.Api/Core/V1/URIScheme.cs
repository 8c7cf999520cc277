namespace Kubesharp.Api.Core.V1;

/// <summary>Schemes of HTTP requests.</summary>
public static class URIScheme
{
    public const string HTTP = "HTTP";
    public const string HTTPS = "HTTPS";
}
