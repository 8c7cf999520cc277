using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Network.Proxy.Conntrack;

/// <summary>Deletes connections with the <c>conntrack</c> command; without the command stale entries are left to expire.</summary>
internal sealed partial class ConntrackTool(IProcessRunner processes, ILogger<ConntrackTool> logger) : IConntrack
{
    private bool _missing;

    public async Task DeleteAsync(ImmutableArray<ConntrackFilter> filters, CancellationToken cancellationToken)
    {
        foreach (var filter in filters)
        {
            if (_missing) return;
            var result = await processes.RunAsync("conntrack", Arguments(filter), cancellationToken);
            if (result.NotFound)
            {
                _missing = true;
                Log.Missing(logger);
                return;
            }

            // The tool exits with 1 both for "nothing matched" and for errors; the text tells them apart.
            if (result.ExitCode != 0 && !result.Error.Contains("0 flow entries", StringComparison.Ordinal)) Log.Failed(logger, result.Error.Trim());
        }
    }

    private static string[] Arguments(ConntrackFilter filter)
    {
        var family = (filter.Destination ?? filter.Endpoint)?.AddressFamily == AddressFamily.InterNetworkV6 ? "ipv6" : "ipv4";
        var arguments = new List<string>(12)
        {
            "-D", "-f", family, "-p", "udp", "--orig-port-dst", filter.DestinationPort.ToString(CultureInfo.InvariantCulture),
        };
        if (filter.Destination is { } destination) arguments.AddRange(["--orig-dst", destination.ToString()]);
        if (filter.Endpoint is { } endpoint) arguments.AddRange(["--reply-src", endpoint.ToString()]);
        return [.. arguments];
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The conntrack command is not installed: UDP clients keep using removed endpoints until their entries expire")]
        public static partial void Missing(ILogger logger);

        [LoggerMessage(2, LogLevel.Warning, "Deleting stale connection entries failed: {Error}")]
        public static partial void Failed(ILogger logger, string error);
    }
}
