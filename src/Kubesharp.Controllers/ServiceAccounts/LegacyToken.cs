using System.Globalization;
using System.Text;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Controllers.ServiceAccounts;

/// <summary>What becomes of a token in a Secret.</summary>
internal enum TokenFate
{
    Stays,

    /// <summary>Nobody used it for long: it is to be refused from now on.</summary>
    Expires,

    /// <summary>Nobody missed it since it is refused.</summary>
    Goes,
}

/// <summary>Decides on the tokens that older clusters made for every account without being asked.</summary>
internal static class LegacyToken
{
    public const string LastUsedLabel = "kubernetes.io/legacy-token-last-used";
    public const string InvalidSinceLabel = "kubernetes.io/legacy-token-invalid-since";

    /// <summary>How long a token may be unused.</summary>
    public static readonly TimeSpan Unused = TimeSpan.FromDays(365);

    private const string DateFormat = "yyyy-MM-dd";

    /// <param name="secret">The Secret with the token.</param>
    /// <param name="account">The account it is for; null when that is not there.</param>
    /// <param name="pods">The pods of its namespace.</param>
    /// <param name="now">The time.</param>
    public static TokenFate FateOf(Secret secret, ServiceAccount? account, IEnumerable<Pod> pods, DateTimeOffset now)
    {
        var (metadata, limit) = (secret.Metadata, now - Unused);
        if (metadata.CreationTimestamp >= limit || metadata.DeletionTimestamp is not null) return TokenFate.Stays;
        if (metadata.Labels.Get(LastUsedLabel) is { } used && (DateOf(used) is not { } day || day >= limit.Date)) return TokenFate.Stays;
        if (account?.Secrets.Any(reference => reference.Name == metadata.Name) != true) return TokenFate.Stays;

        // A pod that mentions the name, wherever, may need the token.
        var mention = Encoding.UTF8.GetBytes($"\"{metadata.Name}\"");
        if (pods.Any(pod => ApiJson.Encode(pod).AsSpan().IndexOf(mention) >= 0)) return TokenFate.Stays;
        if (DateOf(metadata.Labels.Get(InvalidSinceLabel)) is not { } since) return TokenFate.Expires;
        return since < limit.Date ? TokenFate.Goes : TokenFate.Stays;
    }

    public static DateTime? DateOf(string? text) =>
        DateTime.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : null;

    public static string TextOf(DateTimeOffset day) => day.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture);
}
