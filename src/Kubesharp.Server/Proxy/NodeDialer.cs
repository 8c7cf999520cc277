using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Proxy;

/// <summary>Reaches node agents over HTTPS at the address their Node says, with the server's client certificate.</summary>
internal sealed class NodeDialer(IObjectReader objects, X509Certificate2 certificate) : INodeDialer
{
    private const int DefaultPort = 10250;

    private static readonly string[] AddressOrder = ["InternalIP", "Hostname", "InternalDNS", "ExternalDNS", "ExternalIP"];

    public async ValueTask<Stream?> DialAsync(string nodeName, CancellationToken cancellationToken)
    {
        var node = objects.Get<Node>("", nodeName) ?? throw StatusErrors.NotFound(Node.Resource.Gvr, nodeName);
        var address = AddressOf(node) ?? throw StatusErrors.InternalError($"no preferred addresses found; known addresses: []");
        var port = node.Status.DaemonEndpoints.KubeletEndpoint.Port is > 0 and { } given ? given : DefaultPort;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await (IPAddress.TryParse(address, out var ip)
                ? socket.ConnectAsync(ip, port, cancellationToken)
                : socket.ConnectAsync(address, port, cancellationToken)).ConfigureAwait(false);
            var tls = new SslStream(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false);
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = address,
                    ClientCertificates = [certificate],
                    // Agents make their serving certificates themselves; like upstream's server by default, this one does not check them.
                    RemoteCertificateValidationCallback = static (_, _, _, _) => true,
                },
                cancellationToken).ConfigureAwait(false);
            return tls;
        }
        catch (Exception e) when (e is SocketException or IOException or System.Security.Authentication.AuthenticationException)
        {
            socket.Dispose();
            throw StatusErrors.InternalError($"error dialing backend: dial tcp {address}:{port}: {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string? AddressOf(Node node)
    {
        foreach (var type in AddressOrder)
            foreach (var address in node.Status.Addresses)
                if (address.Type == type && address.Address.Length > 0)
                    return address.Address;
        return null;
    }
}

/// <summary>Asks one dialer after the other.</summary>
internal sealed class NodeDialers(IReadOnlyList<INodeDialer> dialers) : INodeDialer
{
    public async ValueTask<Stream?> DialAsync(string nodeName, CancellationToken cancellationToken)
    {
        foreach (var dialer in dialers)
            if (await dialer.DialAsync(nodeName, cancellationToken).ConfigureAwait(false) is { } stream)
                return stream;
        return null;
    }
}
