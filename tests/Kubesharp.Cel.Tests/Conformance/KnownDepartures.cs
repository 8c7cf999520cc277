namespace Kubesharp.Cel.Tests.Conformance;

/// <summary>Cases with another outcome here, each with the reason.</summary>
internal static class KnownDepartures
{
    private const string FoundEarlier = "unknown names are found when the expression is compiled, as in Kubernetes";
    private const string NoReverse = "Kubernetes has the second version of the string functions, which cannot reverse";
    private const string NoMapped = "the addresses of Kubernetes are never IPv4 addresses in the form of IPv6";

    /// <summary>Starts of the names of cases, with the reason.</summary>
    private static readonly (string Start, string Reason)[] All =
    [
        ("basic/variables/unbound_is_runtime_error", FoundEarlier),
        ("basic/functions/unbound_is_runtime_error", FoundEarlier),
        ("parse/receiver_function_names/", FoundEarlier),
        ("string_ext/reverse/", NoReverse),
        ("network_ext/ipv4/ipv4_equals_ipv6", NoMapped),
        ("network_ext/ipv4/ipv4_not_equals_ipv6", NoMapped),
    ];

    /// <summary>Why a case has another outcome here; null when it must not.</summary>
    public static string? ReasonFor(string name)
    {
        foreach (var (start, reason) in All)
        {
            if (name.StartsWith(start, StringComparison.Ordinal)) return reason;
        }

        return null;
    }
}
