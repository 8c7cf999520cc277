using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Variables;

/// <summary>The variables by which containers find services without DNS.</summary>
internal static class ServiceVariables
{
    /// <summary>The variables of one service; none for a service without an address of its own.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(Service service)
    {
        var address = service.Spec.ClusterIP;
        if (address.Length == 0 || address == "None" || service.Spec.Ports.Count == 0) yield break;
        var name = Upper(service.Metadata.Name);
        yield return new(name + "_SERVICE_HOST", address);
        yield return new(name + "_SERVICE_PORT", Text(service.Spec.Ports[0].Port));
        foreach (var port in service.Spec.Ports)
        {
            if (port.Name.Length > 0) yield return new($"{name}_SERVICE_PORT_{Upper(port.Name)}", Text(port.Port));
        }

        for (var i = 0; i < service.Spec.Ports.Count; i++)
        {
            var port = service.Spec.Ports[i];
            var protocol = port.Protocol.Length > 0 ? port.Protocol : Protocol.TCP;
            var url = $"{protocol.ToLowerInvariant()}://{Join(address, port.Port)}";
            var prefix = $"{name}_PORT_{Text(port.Port)}_{protocol.ToUpperInvariant()}";
            if (i == 0) yield return new(name + "_PORT", url);
            yield return new(prefix, url);
            yield return new(prefix + "_PROTO", protocol.ToLowerInvariant());
            yield return new(prefix + "_PORT", Text(port.Port));
            yield return new(prefix + "_ADDR", address);
        }
    }

    private static string Upper(string name) => name.ToUpperInvariant().Replace('-', '_');

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static string Join(string address, int port) =>
        IPAddress.TryParse(address, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]:{Text(port)}" : $"{address}:{Text(port)}";
}
