using System.Globalization;
using System.Net.Sockets;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Server.Admission;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Rest;
using Kubesharp.Server.Wire;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Server.Proxy;

/// <summary>Serves what is answered elsewhere: pod logs, exec, attach and port-forward by node agents; proxied HTTP by pods, services and nodes.</summary>
internal sealed class ProxyHandler : IDisposable
{
    private readonly RestHandler _rest;
    private readonly RestServices _services;
    private readonly INodeDialer _nodes;
    private readonly HttpForwarder _toNodes;
    private readonly HttpForwarder _toPods;

    public ProxyHandler(RestHandler rest, RestServices services, INodeDialer nodes)
    {
        _rest = rest;
        _services = services;
        _nodes = nodes;
        _toNodes = new HttpForwarder(DialNodeAsync);
        _toPods = new HttpForwarder(DialAddressAsync);
    }

    public async ValueTask HandleAsync(ApiCall call, RestTarget target)
    {
        switch (call.Info.Subresource, call.Info.Resource)
        {
            case ("log", _): await LogAsync(call).ConfigureAwait(false); break;
            case ("exec" or "attach", _): await StreamAsync(call, target, withContainer: true).ConfigureAwait(false); break;
            case ("portforward", _): await StreamAsync(call, target, withContainer: false).ConfigureAwait(false); break;
            case ("proxy", _) when IsRoot(call): await RedirectAsync(call).ConfigureAwait(false); break;
            case ("proxy", "nodes"): await ToNodeAsync(call, SplitName(call.Info.Name).Name).ConfigureAwait(false); break;
            case ("proxy", "pods"): await ToPodAsync(call).ConfigureAwait(false); break;
            case ("proxy", "services"): await ToServiceAsync(call).ConfigureAwait(false); break;
            default: throw StatusErrors.UnknownResource();
        }
    }

    public void Dispose()
    {
        _toNodes.Dispose();
        _toPods.Dispose();
    }

    private async ValueTask LogAsync(ApiCall call)
    {
        var pod = PodOf(call);
        var container = ContainerOf(call, pod);
        if (call.QueryNumber("tailLines") < 0) throw InvalidLogOption("tailLines", call.Query("tailLines"), "must be greater than or equal to 0");
        if (call.QueryNumber("limitBytes") < 1) throw InvalidLogOption("limitBytes", call.Query("limitBytes"), "must be greater than 0");
        if (call.QueryNumber("sinceSeconds") < 1) throw InvalidLogOption("sinceSeconds", call.Query("sinceSeconds"), "must be greater than 0");
        if (pod.Spec.NodeName.Length == 0)
        {
            // Nothing has run anywhere yet, so there is nothing to show.
            await ResponseWriter.SendAsync(call.Http, 200, "text/plain", default).ConfigureAwait(false);
            return;
        }

        var path = $"/containerLogs/{pod.Metadata.Namespace}/{pod.Metadata.Name}/{container}{call.Http.Request.QueryString}";
        await _toNodes.ForwardAsync(call.Http, pod.Spec.NodeName, pod.Spec.NodeName, path, prefix: null, (code, text) => OfNode(call, code, text)).ConfigureAwait(false);
    }

    private async ValueTask StreamAsync(ApiCall call, RestTarget target, bool withContainer)
    {
        var pod = PodOf(call);
        var attributes = new AdmissionAttributes
        {
            Operation = AdmissionOperation.Connect,
            Resource = target.Resource.Info,
            Subresource = call.Info.Subresource,
            Namespace = call.Info.Namespace,
            Name = call.Info.Name,
            Object = pod,
            Context = _rest.ContextOf(call, dryRun: false),
        };
        await _services.Admission.ValidateAsync(attributes, call.Cancelled).ConfigureAwait(false);
        var container = withContainer ? ContainerOf(call, pod) : "";
        if (pod.Spec.NodeName.Length == 0) throw StatusErrors.BadRequest($"pod {pod.Metadata.Name} does not have a host assigned");
        if (call.Info.Subresource == "exec" && call.QueryAll("command").Count == 0) throw StatusErrors.BadRequest("you must specify at least 1 command for the container");
        var path = withContainer
            ? $"/{call.Info.Subresource}/{pod.Metadata.Namespace}/{pod.Metadata.Name}/{container}{KubeletQuery(call)}"
            : $"/portForward/{pod.Metadata.Namespace}/{pod.Metadata.Name}{call.Http.Request.QueryString}";
        if (!UpgradeForwarder.IsUpgrade(call.Http)) throw StatusErrors.BadRequest("Upgrade request required");
        var backend = await DialNodeAsync(pod.Spec.NodeName, call.Cancelled).ConfigureAwait(false);
        await UpgradeForwarder.ForwardAsync(call.Http, backend, pod.Spec.NodeName, path).ConfigureAwait(false);
    }

    /// <summary>The parameters of exec and attach under the names node agents know them by.</summary>
    private static string KubeletQuery(ApiCall call)
    {
        var query = new System.Text.StringBuilder("?");
        foreach (var (name, known) in (ReadOnlySpan<(string, string)>)[("stdin", "input"), ("stdout", "output"), ("stderr", "error"), ("tty", "tty")])
            if (call.QueryFlag(name))
                query.Append(known).Append("=1&");
        foreach (var command in call.QueryAll("command")) query.Append("command=").Append(Uri.EscapeDataString(command)).Append('&');
        return query.ToString(0, query.Length - 1);
    }

    private async ValueTask ToNodeAsync(ApiCall call, string node)
    {
        _ = _services.Stores.Get<Node>("", node) ?? throw StatusErrors.NotFound(Node.Resource.Gvr, node);
        var path = PathOf(call);
        if (UpgradeForwarder.IsUpgrade(call.Http))
        {
            var backend = await DialNodeAsync(node, call.Cancelled).ConfigureAwait(false);
            await UpgradeForwarder.ForwardAsync(call.Http, backend, node, path).ConfigureAwait(false);
            return;
        }

        await _toNodes.ForwardAsync(call.Http, node, node, path, PrefixOf(call), null).ConfigureAwait(false);
    }

    private ValueTask ToPodAsync(ApiCall call)
    {
        var (scheme, name, port) = SplitName(call.Info.Name);
        var pod = _services.Stores.Get<Pod>(call.Info.Namespace, name) ?? throw StatusErrors.NotFound(Pod.Resource.Gvr, name);
        var address = pod.Status.PodIP;
        if (address.Length == 0) throw StatusErrors.BadRequest("address not allowed");
        if (port.Length == 0)
        {
            port = "80";
            foreach (var container in pod.Spec.Containers)
            {
                if (container.Ports.Count == 0) continue;
                port = container.Ports[0].Port.ToString(CultureInfo.InvariantCulture);
                break;
            }
        }

        return ToAddressAsync(call, scheme, address, port);
    }

    private ValueTask ToServiceAsync(ApiCall call)
    {
        var (scheme, name, port) = SplitName(call.Info.Name);
        var service = _services.Stores.Get<Service>(call.Info.Namespace, name) ?? throw StatusErrors.NotFound(Service.Resource.Gvr, name);
        ServicePort? chosen = null;
        foreach (var candidate in service.Spec.Ports)
        {
            var number = candidate.Port.ToString(CultureInfo.InvariantCulture);
            if (port.Length == 0 ? service.Spec.Ports.Count == 1 || candidate.Name.Length == 0 : candidate.Name == port || number == port) chosen = candidate;
        }

        if (chosen is null) throw StatusErrors.ServiceUnavailable($"no service port {GoText.Quote(port)} found for service {GoText.Quote(name)}");
        var choices = new List<(string Address, int Port)>();
        foreach (var slice in _services.Stores.List<EndpointSlice>(call.Info.Namespace))
        {
            if (slice.Metadata.Labels.Get("kubernetes.io/service-name") != name) continue;
            var target = 0;
            foreach (var candidate in slice.Ports)
                if (candidate.Name == chosen.Name || (candidate.Name is null && chosen.Name.Length == 0))
                    target = candidate.Port ?? 0;
            if (target == 0) continue;
            foreach (var endpoint in slice.Endpoints)
                if (endpoint.Conditions.Ready is not false && endpoint.Addresses.Count > 0)
                    choices.Add((endpoint.Addresses[0], target));
        }

        if (choices.Count == 0) throw StatusErrors.ServiceUnavailable($"no endpoints available for service {GoText.Quote(name)}");
        var (address, portNumber) = choices[_services.Identities.Next(0, choices.Count)];
        return ToAddressAsync(call, scheme, address, portNumber.ToString(CultureInfo.InvariantCulture));
    }

    private async ValueTask ToAddressAsync(ApiCall call, string scheme, string address, string port)
    {
        var authority = address.Contains(':') ? $"[{address}]:{port}" : $"{address}:{port}";
        var target = scheme == "https" ? "https://" + authority : authority;
        var path = PathOf(call);
        if (UpgradeForwarder.IsUpgrade(call.Http))
        {
            var backend = await DialAddressAsync(target, call.Cancelled).ConfigureAwait(false);
            await UpgradeForwarder.ForwardAsync(call.Http, backend, authority, path).ConfigureAwait(false);
            return;
        }

        await _toPods.ForwardAsync(call.Http, target, authority, path, PrefixOf(call), null).ConfigureAwait(false);
    }

    private async ValueTask<Stream> DialNodeAsync(string node, CancellationToken cancellationToken) =>
        await _nodes.DialAsync(node, cancellationToken).ConfigureAwait(false) ?? throw StatusErrors.ServiceUnavailable($"node {node} cannot be reached");

    private static async ValueTask<Stream> DialAddressAsync(string target, CancellationToken cancellationToken)
    {
        var secure = target.StartsWith("https://", StringComparison.Ordinal);
        var authority = secure ? target[8..] : target;
        var colon = authority.LastIndexOf(':');
        var host = authority[..colon].Trim('[', ']');
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, int.Parse(authority.AsSpan(colon + 1), CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (!secure) return stream;
            var tls = new System.Net.Security.SslStream(stream, leaveInnerStreamOpen: false, static (_, _, _, _) => true);
            await tls.AuthenticateAsClientAsync(new System.Net.Security.SslClientAuthenticationOptions { TargetHost = host }, cancellationToken).ConfigureAwait(false);
            return tls;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw StatusErrors.ServiceUnavailable($"error trying to reach service: dial tcp {authority}: {TextOf(e)}");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string TextOf(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connect: connection refused",
        SocketError.HostUnreachable => "connect: no route to host",
        SocketError.NetworkUnreachable => "connect: network is unreachable",
        SocketError.TimedOut => "connect: connection timed out",
        _ => e.Message,
    };

    private Pod PodOf(ApiCall call) =>
        _services.Stores.Get<Pod>(call.Info.Namespace, call.Info.Name) ?? throw StatusErrors.NotFound(Pod.Resource.Gvr, call.Info.Name);

    /// <summary>The container a request names, or the only one.</summary>
    private static string ContainerOf(ApiCall call, Pod pod)
    {
        var all = pod.Spec.Containers.Select(c => c.Name)
            .Concat(pod.Spec.InitContainers.Select(c => c.Name))
            .Concat(pod.Spec.EphemeralContainers.Select(c => c.EphemeralContainerCommon.Name)).ToList();
        var wanted = call.Query("container");
        if (wanted.Length > 0)
            return all.Contains(wanted) ? wanted : throw StatusErrors.BadRequest($"container {wanted} is not valid for pod {pod.Metadata.Name}");
        if (pod.Spec.Containers.Count == 1 && pod.Spec.InitContainers.Count == 0) return pod.Spec.Containers[0].Name;
        if (pod.Metadata.Annotations.Get("kubectl.kubernetes.io/default-container") is { } named && all.Contains(named) && call.Info.Subresource != "log") return named;
        var message = $"a container name must be specified for pod {pod.Metadata.Name}, choose one of: [{string.Join(' ', pod.Spec.Containers.Select(c => c.Name))}]";
        if (pod.Spec.InitContainers.Count > 0) message += $" or one of the init containers: [{string.Join(' ', pod.Spec.InitContainers.Select(c => c.Name))}]";
        throw StatusErrors.BadRequest(message);
    }

    /// <summary>The name as Kubernetes writes it in proxy paths: <c>[scheme:]name[:port]</c>.</summary>
    private static (string Scheme, string Name, string Port) SplitName(string text)
    {
        var parts = text.Split(':');
        return parts.Length switch
        {
            1 => ("http", parts[0], ""),
            2 => ("http", parts[0], parts[1]),
            3 => (parts[0].Length == 0 ? "http" : parts[0], parts[1], parts[2]),
            _ => throw StatusErrors.BadRequest($"invalid service request {GoText.Quote(text)}"),
        };
    }

    /// <summary>Whether a page is asked for whose relative links would lead away from the target: the root without its slash.</summary>
    private static bool IsRoot(ApiCall call)
    {
        var request = call.Http.Request;
        return call.Info.Rest.Length == 0 && !request.Path.Value!.EndsWith('/') && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
    }

    private static ValueTask RedirectAsync(ApiCall call)
    {
        call.Http.Response.Headers.Location = $"{PrefixOf(call)}/{call.Http.Request.QueryString}";
        return ResponseWriter.SendAsync(call.Http, StatusCodes.Status301MovedPermanently, "text/plain", default);
    }

    /// <summary>The part of the path that names the target, without what could end an attribute of a page.</summary>
    private static string PrefixOf(ApiCall call)
    {
        var path = call.Http.Request.Path.Value!.TrimEnd('/');
        return new PathString(path[..^call.Info.Rest.Length]).ToUriComponent().Replace("'", "%27", StringComparison.Ordinal);
    }

    private static string PathOf(ApiCall call)
    {
        var path = call.Info.Rest.Length == 0 ? "/" : string.Join('/', call.Info.Rest.Split('/').Select(Uri.EscapeDataString));
        if (call.Http.Request.Path.Value!.EndsWith('/') && !path.EndsWith('/')) path += "/";
        return path + call.Http.Request.QueryString;
    }

    private static StatusException InvalidLogOption(string name, string value, string detail)
    {
        var errors = new Api.Validation.ErrorList();
        errors.Invalid(Api.Validation.FieldPath.Of(name), Api.Validation.BadValue.Json(value), detail);
        return StatusErrors.Invalid(new GroupVersionKind("", "v1", "PodLogOptions"), "", errors);
    }

    /// <summary>An agent's refusal as a Status.</summary>
    private static StatusException OfNode(ApiCall call, int code, string text)
    {
        text = text.Trim();
        return code switch
        {
            400 => StatusErrors.BadRequest(text),
            404 => new StatusException(StatusErrors.NotFound(call.Info.Gvr, call.Info.Name).Status with { Message = text.Length > 0 ? text : "the server could not find the requested resource" }),
            401 => StatusErrors.Unauthorized("the server has asked for the client to provide credentials"),
            403 => StatusErrors.Forbidden(call.Info.Gvr, call.Info.Name, text),
            _ => new StatusException(new Status
            {
                Outcome = "Failure",
                Code = code < 400 ? 500 : code,
                Reason = StatusReason.InternalError,
                Message = $"an error on the server ({GoText.Quote(text.Length > 0 ? text : "unknown")}) has prevented the request from succeeding",
                Details = new StatusDetails { Name = call.Info.Name, Kind = call.Info.Resource, Causes = [new StatusCause { Reason = "UnexpectedServerResponse", Message = text }] },
            }),
        };
    }
}
