namespace Kubesharp.EndToEnd.Tests.Scheduler;

/// <summary>Short ways to write pods.</summary>
internal static class Manifest
{
    /// <summary>A pod.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="spec">Members of its specification beside the container, as JSON.</param>
    /// <param name="app">Value of its label <c>app</c>.</param>
    /// <param name="requests">What its container asks for, as JSON.</param>
    public static string Pod(string name, string spec = "", string app = "none", string requests = "") =>
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"app\":\"" + app + "\"}},\"spec\":" + Spec(spec, requests) + "}";

    /// <summary>A Deployment whose pods have the label <c>app</c> with its name.</summary>
    public static string Deployment(string name, int replicas, string spec) =>
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"replicas\":" + replicas
        + ",\"selector\":{\"matchLabels\":{\"app\":\"" + name + "\"}},\"template\":{\"metadata\":{\"labels\":{\"app\":\"" + name + "\"}},\"spec\":" + Spec(spec, "") + "}}}";

    /// <summary>Affinity, or anti-affinity, that must hold to pods with the label <c>app</c>.</summary>
    public static string Affinity(string kind, string topologyKey, string app) =>
        "\"affinity\":{\"" + kind + "\":{\"requiredDuringSchedulingIgnoredDuringExecution\":[{\"topologyKey\":\"" + topologyKey + "\",\"labelSelector\":{\"matchLabels\":{\"app\":\"" + app + "\"}}}]}}";

    private static string Spec(string spec, string requests)
    {
        var resources = requests.Length == 0 ? "" : ",\"resources\":{\"requests\":{" + requests + "},\"limits\":{" + requests + "}}";
        return "{\"terminationGracePeriodSeconds\":0,\"containers\":[{\"name\":\"c\",\"image\":\"example.test/c:1\"" + resources + "}]" + (spec.Length > 0 ? "," + spec : "") + "}";
    }
}
