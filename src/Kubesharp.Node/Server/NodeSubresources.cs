using System.Collections.Immutable;

namespace Kubesharp.Node.Server;

/// <summary>Which subresource of its Node a caller must be allowed, by the path that is asked for.</summary>
internal static class NodeSubresources
{
    private const string Proxy = "proxy";

    private static readonly ImmutableArray<(string Path, ImmutableArray<string> Subresources)> Paths =
    [
        ("/stats", ["stats"]),
        ("/metrics", ["metrics"]),
        ("/logs", ["log"]),
        ("/checkpoint", ["checkpoint"]),
        ("/healthz", ["healthz", Proxy]),
        ("/pods", ["pods", Proxy]),
        ("/runningpods", ["pods", Proxy]),
        ("/configz", ["configz", Proxy]),
    ];

    /// <summary>Any of these is enough.</summary>
    public static ImmutableArray<string> Of(string path)
    {
        foreach (var (start, subresources) in Paths)
        {
            if (path == start || (path.StartsWith(start, StringComparison.Ordinal) && path[start.Length] == '/')) return subresources;
        }

        return [Proxy];
    }
}
