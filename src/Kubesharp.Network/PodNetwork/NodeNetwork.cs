using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Kubesharp.Network.Proxy;
using Kubesharp.Network.Proxy.Nftables;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Network.PodNetwork;

/// <summary>The machine's side of the pod network: kernel settings, packet rules and routes. Every step may be repeated.</summary>
internal sealed partial class NodeNetwork(PodNetworkOptions options, IProcessRunner processes, INftables nftables, ILogger<NodeNetwork> logger)
{
    /// <summary>Marks our routes among the machine's, so that stale ones can be told apart after a restart.</summary>
    private const string RouteProtocol = "136";
    private const int DefaultMtu = 1500;
    private ImmutableDictionary<IPNetwork, IPAddress>? _routes;

    /// <summary>Prepares the kernel for the pods of this node and writes the CNI configuration.</summary>
    /// <exception cref="NetworkProgrammingException">Forwarding or the rules could not be set.</exception>
    public async Task ConfigureAsync(ImmutableArray<IPNetwork> podCidrs, CancellationToken cancellationToken)
    {
        var ipv6 = podCidrs.Any(c => c.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6);
        await SetAsync("ipv4/ip_forward", cancellationToken);
        if (ipv6) await SetAsync("ipv6/conf/all/forwarding", cancellationToken);
        var seen = await SeeBridgedPacketsAsync(ipv6, cancellationToken);
        await nftables.RunAsync(PodNetworkRules.Render(options.TableName, podCidrs, options.ClusterCidrs, seen), cancellationToken);
        var iptables = await AllowForwardingAsync(podCidrs, cancellationToken);
        var configuration = new CniConfiguration
        {
            Name = options.NetworkName,
            Bridge = options.Bridge,
            PodCidrs = podCidrs,
            Mtu = options.Mtu > 0 ? options.Mtu : await UplinkMtuAsync(cancellationToken),
            IpamDataFolder = options.IpamDataFolder,
            HostPorts = iptables,
        };
        if (await configuration.WriteAsync(options.CniFolder, cancellationToken)) Log.Configured(logger, Path.Combine(options.CniFolder, configuration.FileName));
    }

    /// <summary>
    /// Makes the routes to other nodes' pods equal to the wanted ones; a route the kernel refuses, because the node is not a neighbour
    /// on any of the machine's networks, is logged and left out until the nodes change.
    /// </summary>
    /// <param name="wanted">Pod range of a node, and the node's address.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task SetRoutesAsync(ImmutableDictionary<IPNetwork, IPAddress> wanted, CancellationToken cancellationToken)
    {
        var current = _routes ?? await ListRoutesAsync(cancellationToken);
        _routes = null;
        foreach (var (network, _) in current)
        {
            if (!wanted.ContainsKey(network)) await RunLoggedAsync("ip", ["route", "del", network.ToString(), "proto", RouteProtocol], cancellationToken);
        }

        var set = ImmutableDictionary.CreateBuilder<IPNetwork, IPAddress>();
        foreach (var (network, via) in wanted)
        {
            var exists = current.TryGetValue(network, out var known) && known.Equals(via);
            if (exists || await RunLoggedAsync("ip", ["route", "replace", network.ToString(), "via", via.ToString(), "proto", RouteProtocol], cancellationToken)) set[network] = via;
        }

        _routes = set.ToImmutable();
    }

    /// <summary>Undoes <see cref="ConfigureAsync"/> and <see cref="SetRoutesAsync"/>, but for the kernel settings, which others may rely on.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        File.Delete(Path.Combine(options.CniFolder, new CniConfiguration { Name = options.NetworkName, PodCidrs = [] }.FileName));
        await SetRoutesAsync(ImmutableDictionary<IPNetwork, IPAddress>.Empty, cancellationToken);
        await nftables.RunAsync(PodNetworkRules.RenderRemoval(options.TableName), cancellationToken);
        var link = await processes.RunAsync("ip", ["link", "show", options.Bridge], cancellationToken);
        if (link.ExitCode == 0) await RunLoggedAsync("ip", ["link", "del", options.Bridge], cancellationToken);
        var notes = Path.Combine(options.IpamDataFolder ?? "/var/lib/cni/networks", options.NetworkName);
        if (Directory.Exists(notes)) Directory.Delete(notes, recursive: true);
    }

    private async Task SetAsync(string setting, CancellationToken cancellationToken)
    {
        // The shell opens the file, because /proc/sys/net shows the network namespace of whoever opens it.
        var result = await processes.RunAsync("sh", ["-c", $"echo 1 > /proc/sys/net/{setting}"], cancellationToken);
        if (result.ExitCode != 0) throw new NetworkProgrammingException($"setting net/{setting}: {result.Error.Trim()}");
    }

    private async Task<bool> SeeBridgedPacketsAsync(bool ipv6, CancellationToken cancellationToken)
    {
        if (!Directory.Exists("/proc/sys/net/bridge")) await processes.RunAsync("modprobe", ["br_netfilter"], cancellationToken);
        if (!Directory.Exists("/proc/sys/net/bridge"))
        {
            Log.NoBridgeFilter(logger);
            return false;
        }

        await SetAsync("bridge/bridge-nf-call-iptables", cancellationToken);
        if (ipv6) await SetAsync("bridge/bridge-nf-call-ip6tables", cancellationToken);
        return true;
    }

    /// <summary>Other software may have set the machine to forward nothing; an accept of ours in another table would not help against its drop.</summary>
    /// <returns>Whether the iptables command exists.</returns>
    private async Task<bool> AllowForwardingAsync(ImmutableArray<IPNetwork> podCidrs, CancellationToken cancellationToken)
    {
        var policy = await processes.RunAsync("iptables", ["-w", "-S", "FORWARD"], cancellationToken);
        if (policy.NotFound) return false;
        if (!policy.Output.Contains("-P FORWARD DROP", StringComparison.Ordinal)) return true;
        var cidrs = options.ClusterCidrs.IsEmpty ? podCidrs : options.ClusterCidrs;
        foreach (var cidr in cidrs.Where(c => c.BaseAddress.AddressFamily == AddressFamily.InterNetwork))
        {
            foreach (var direction in (string[])["-s", "-d"])
            {
                string[] rule = ["FORWARD", direction, cidr.ToString(), "-m", "comment", "--comment", "pods of kubesharp", "-j", "ACCEPT"];
                var check = await processes.RunAsync("iptables", ["-w", "-C", .. rule], cancellationToken);
                if (check.ExitCode != 0) await RunLoggedAsync("iptables", ["-w", "-I", .. rule], cancellationToken);
            }
        }

        return true;
    }

    private async Task<int> UplinkMtuAsync(CancellationToken cancellationToken)
    {
        var routes = await processes.RunAsync("ip", ["-j", "route", "show", "default"], cancellationToken);
        if (routes.ExitCode != 0 || First(routes.Output, "dev") is not { } device) return DefaultMtu;
        var link = await processes.RunAsync("ip", ["-j", "link", "show", "dev", device], cancellationToken);
        return link.ExitCode == 0 && int.TryParse(First(link.Output, "mtu"), NumberStyles.None, CultureInfo.InvariantCulture, out var mtu) ? mtu : DefaultMtu;
    }

    private async Task<ImmutableDictionary<IPNetwork, IPAddress>> ListRoutesAsync(CancellationToken cancellationToken)
    {
        var routes = ImmutableDictionary.CreateBuilder<IPNetwork, IPAddress>();
        foreach (var family in (string[])["-4", "-6"])
        {
            var list = await processes.RunAsync("ip", [family, "-j", "route", "show", "proto", RouteProtocol], cancellationToken);
            if (list.ExitCode != 0 || list.Output.Trim().Length == 0) continue;
            using var json = JsonDocument.Parse(list.Output);
            foreach (var route in json.RootElement.EnumerateArray())
            {
                if (route.TryGetProperty("dst", out var to) && IPNetwork.TryParse(to.GetString(), out var network)
                    && route.TryGetProperty("gateway", out var gateway) && IPAddress.TryParse(gateway.GetString(), out var via))
                {
                    routes[network] = via;
                }
            }
        }

        return routes.ToImmutable();
    }

    private async Task<bool> RunLoggedAsync(string command, string[] arguments, CancellationToken cancellationToken)
    {
        var result = await processes.RunAsync(command, arguments, cancellationToken);
        if (result.ExitCode != 0) Log.CommandFailed(logger, $"{command} {string.Join(' ', arguments)}", result.Error.Trim());
        return result.ExitCode == 0;
    }

    private static string? First(string output, string property)
    {
        if (output.Trim().Length == 0) return null;
        using var json = JsonDocument.Parse(output);
        foreach (var item in json.RootElement.EnumerateArray())
        {
            if (item.TryGetProperty(property, out var value)) return value.ToString();
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Wrote the pod network configuration {File}")]
        public static partial void Configured(ILogger logger, string file);

        [LoggerMessage(2, LogLevel.Warning, "The kernel has no br_netfilter: connections between pods of this node through a Service come from the node's address")]
        public static partial void NoBridgeFilter(ILogger logger);

        [LoggerMessage(3, LogLevel.Warning, "{Command} failed: {Error}")]
        public static partial void CommandFailed(ILogger logger, string command, string error);
    }
}
