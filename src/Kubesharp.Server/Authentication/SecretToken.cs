using System.Text.Json;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Server.Authentication;

/// <summary>The older form of ServiceAccount tokens: kept in a Secret, for everybody, without an end.</summary>
internal static class SecretToken
{
    public const string Issuer = "kubernetes/serviceaccount";
    public const string NamespaceClaim = "kubernetes.io/serviceaccount/namespace";
    public const string SecretClaim = "kubernetes.io/serviceaccount/secret.name";
    public const string AccountClaim = "kubernetes.io/serviceaccount/service-account.name";
    public const string UidClaim = "kubernetes.io/serviceaccount/service-account.uid";

    /// <summary>Label of the Secret with the day of the token's last use.</summary>
    public const string LastUsedLabel = "kubernetes.io/legacy-token-last-used";

    /// <summary>Label by which a token that was unused for long is refused.</summary>
    public const string InvalidSinceLabel = "kubernetes.io/legacy-token-invalid-since";

    public static string Subject(string ns, string account) => $"system:serviceaccount:{ns}:{account}";

    public static byte[] Claims(ServiceAccount account, Secret secret) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
    {
        ["iss"] = Issuer,
        [NamespaceClaim] = account.Metadata.Namespace,
        [SecretClaim] = secret.Metadata.Name,
        [AccountClaim] = account.Metadata.Name,
        [UidClaim] = account.Metadata.Uid,
        ["sub"] = Subject(account.Metadata.Namespace, account.Metadata.Name),
    });
}
