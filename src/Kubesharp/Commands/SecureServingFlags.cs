using System.CommandLine;
using System.Net;

namespace Kubesharp.Commands;

/// <summary>Where a component answers probes; the flags have Kubernetes' names.</summary>
/// <param name="defaultPort">The port when none is given.</param>
internal sealed class SecureServingFlags(int defaultPort)
{
    private readonly Option<string> _address = new("--bind-address") { Description = "Address at which probes are answered (/livez, /readyz, /healthz)", DefaultValueFactory = _ => "0.0.0.0" };
    private readonly Option<int> _port = new("--secure-port") { Description = "Port at which probes are answered over HTTPS; 0 for none", DefaultValueFactory = _ => defaultPort };

    /// <summary>Kubernetes' components check by these who may ask more than whether they work; there is no more to ask here.</summary>
    private readonly Option<string?> _authentication = new("--authentication-kubeconfig") { Hidden = true };

    private readonly Option<string?> _authorization = new("--authorization-kubeconfig") { Hidden = true };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_address, _port, _authentication, _authorization]) command.Options.Add(option);
    }

    /// <summary>Where to listen; null for nowhere.</summary>
    /// <exception cref="CommandException">The flags name no address or port.</exception>
    public IPEndPoint? EndPoint(ParseResult parsed)
    {
        var port = parsed.GetValue(_port);
        if (port is < 0 or > 65535) throw new CommandException($"--secure-port must be between 0 and 65535, inclusive, not {port}");
        if (!IPAddress.TryParse(parsed.GetValue(_address), out var address)) throw new CommandException($"--bind-address must be an IP address, not '{parsed.GetValue(_address)}'");
        return port == 0 ? null : new IPEndPoint(address, port);
    }
}
