namespace Kubesharp.Server.Authentication;

/// <summary>Constants of ServiceAccount tokens.</summary>
internal static class TokenIssuing
{
    /// <summary>Issuer of all tokens, and the audience of those that name none.</summary>
    public const string DefaultAudience = "https://kubernetes.default.svc.cluster.local";
}
