namespace Kubesharp.Cel.Tests.Conformance;

/// <summary>Cases with another outcome here, each with the reason.</summary>
internal static class KnownDepartures
{
    private const string FoundEarlier = "unknown names are found when the expression is compiled, as in Kubernetes";

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["basic/variables/unbound_is_runtime_error"] = FoundEarlier,
        ["basic/functions/unbound_is_runtime_error"] = FoundEarlier,
    };
}
