using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Probes;

/// <summary>Runs probes from the node: commands by the runtime, the others over the pod's network.</summary>
internal sealed class ProbeRunner(ICriRuntime runtime, HttpActions http, TimeProvider time) : IProbeRunner
{
    private const int LongestOutput = 10 * 1024;

    public async Task<ProbeOutcome> RunAsync(Probe probe, Container container, string containerId, PodAddresses addresses, CancellationToken cancel)
    {
        var timeout = TimeSpan.FromSeconds(Math.Max(1, probe.TimeoutSeconds));
        if (probe.Handler.Exec is { } exec) return await ExecAsync(containerId, exec, timeout, cancel);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            if (probe.Handler.HttpGet is { } get) return await HttpAsync(get, container, addresses, linked.Token);
            if (probe.Handler.TcpSocket is { } tcp) return await TcpAsync(tcp, container, addresses, linked.Token);
            if (probe.Handler.Grpc is { } grpc)
                return await GrpcHealth.CheckAsync(http, HttpActions.HostPort(addresses.PodIp, grpc.Port), grpc.Service ?? "", timeout, linked.Token);
            return ProbeOutcome.Unknown("missing probe handler");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return ProbeOutcome.Failure(TimeoutText(probe, container, addresses));
        }
    }

    private async Task<ProbeOutcome> ExecAsync(string containerId, ExecAction exec, TimeSpan timeout, CancellationToken cancel)
    {
        try
        {
            var answer = await runtime.ExecSyncAsync(containerId, exec.Command, timeout, cancel);
            if (answer.ExitCode == 0) return ProbeOutcome.Success;
            var output = answer.Stdout.ToStringUtf8() + answer.Stderr.ToStringUtf8();
            return ProbeOutcome.Failure(output.Length > LongestOutput ? output[..LongestOutput] : output);
        }
        catch (GrpcException e) when (e.Code == GrpcStatusCode.DeadlineExceeded)
        {
            return ProbeOutcome.Failure($"command timed out: {GoText.Quote(string.Join(' ', exec.Command))} timed out after {GoDuration.Format(timeout)}");
        }
        catch (GrpcException e)
        {
            return ProbeOutcome.Unknown(e.Message);
        }
    }

    private async Task<ProbeOutcome> HttpAsync(HTTPGetAction get, Container container, PodAddresses addresses, CancellationToken cancel)
    {
        if (HttpActions.UrlOf(get, container, addresses) is not { } url)
            return ProbeOutcome.Unknown($"invalid port: {get.Port}");
        try
        {
            var status = await http.GetAsync(url, get.HttpHeaders, "kube-probe/1.36", cancel);
            return status is >= HttpStatusCode.OK and < HttpStatusCode.BadRequest
                ? ProbeOutcome.Success
                : ProbeOutcome.Failure(string.Create(CultureInfo.InvariantCulture, $"HTTP probe failed with statuscode: {(int)status}"));
        }
        catch (HttpRequestException e)
        {
            return ProbeOutcome.Failure($"Get {GoText.Quote(HttpActions.TextOf(url))}: {HttpActions.TextOf(e, url)}");
        }
    }

    private static async Task<ProbeOutcome> TcpAsync(TCPSocketAction tcp, Container container, PodAddresses addresses, CancellationToken cancel)
    {
        if (HttpActions.PortOf(tcp.Port, container) is not { } port) return ProbeOutcome.Unknown($"invalid port: {tcp.Port}");
        var host = tcp.Host.Length > 0 ? tcp.Host : addresses.PodIp;
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, cancel);
            return ProbeOutcome.Success;
        }
        catch (SocketException e)
        {
            return ProbeOutcome.Failure($"dial tcp {HttpActions.HostPort(host, port)}: {HttpActions.TextOf(e)}");
        }
    }

    private static string TimeoutText(Probe probe, Container container, PodAddresses addresses)
    {
        if (probe.Handler.HttpGet is { } get && HttpActions.UrlOf(get, container, addresses) is { } url)
            return $"Get {GoText.Quote(HttpActions.TextOf(url))}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
        if (probe.Handler.TcpSocket is { } tcp && HttpActions.PortOf(tcp.Port, container) is { } port)
            return $"dial tcp {HttpActions.HostPort(tcp.Host.Length > 0 ? tcp.Host : addresses.PodIp, port)}: i/o timeout";
        return probe.Handler.Grpc is { } grpc
            ? $"timeout: failed to connect service {GoText.Quote(HttpActions.HostPort(addresses.PodIp, grpc.Port))} within {Math.Max(1, probe.TimeoutSeconds)}s: context deadline exceeded"
            : "context deadline exceeded";
    }
}
