using System.Globalization;
using System.Net.Sockets;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Probes;

/// <summary>Runs hooks: commands by the runtime, requests from the node, and pauses by the clock.</summary>
internal sealed class LifecycleHooks(ICriRuntime runtime, HttpActions http, TimeProvider time) : ILifecycleHooks
{
    public async Task<string?> RunAsync(
        Pod pod, Container container, string containerId, LifecycleHandler handler, PodAddresses addresses, CancellationToken cancel)
    {
        if (handler.Exec is { } exec) return await ExecAsync(pod, container, containerId, exec, cancel);
        if (handler.HttpGet is { } get) return await HttpAsync(pod, container, get, addresses, cancel);
        if (handler.TcpSocket is { } tcp) return await TcpAsync(pod, container, tcp, addresses, cancel);
        if (handler.Sleep is not { } sleep) return $"invalid handler: {handler}";
        await Task.Delay(TimeSpan.FromSeconds(sleep.Seconds), time, cancel);
        return null;
    }

    private async Task<string?> ExecAsync(Pod pod, Container container, string containerId, ExecAction exec, CancellationToken cancel)
    {
        string error;
        var output = "";
        try
        {
            var answer = await runtime.ExecSyncAsync(containerId, exec.Command, TimeSpan.Zero, cancel);
            if (answer.ExitCode == 0) return null;
            output = answer.Stdout.ToStringUtf8() + answer.Stderr.ToStringUtf8();
            error = string.Create(CultureInfo.InvariantCulture, $"command '{string.Join(' ', exec.Command)}' exited with {answer.ExitCode}: {answer.Stderr.ToStringUtf8()}");
        }
        catch (GrpcException e)
        {
            error = e.Message;
        }

        return $"Exec lifecycle hook ([{string.Join(' ', exec.Command)}]) for Container {GoText.Quote(container.Name)} in Pod {GoText.Quote(pod.Display())} failed - error: {error}, message: {GoText.Quote(output)}";
    }

    /// <summary>Whatever the status of the answer, the hook has been run.</summary>
    private async Task<string?> HttpAsync(Pod pod, Container container, HTTPGetAction get, PodAddresses addresses, CancellationToken cancel)
    {
        var url = HttpActions.UrlOf(get, container, addresses);
        try
        {
            if (url is null) return Text($"invalid port: {get.Port}");
            await http.GetAsync(url, get.HttpHeaders, "kube-lifecycle/1.36", cancel);
            return null;
        }
        catch (HttpRequestException e)
        {
            return Text($"Get {GoText.Quote(HttpActions.TextOf(url!))}: {HttpActions.TextOf(e, url!)}");
        }

        string Text(string error) =>
            $"HTTP lifecycle hook ({get.Path}) for Container {GoText.Quote(container.Name)} in Pod {GoText.Quote(pod.Display())} failed - error: {error}";
    }

    private static async Task<string?> TcpAsync(Pod pod, Container container, TCPSocketAction tcp, PodAddresses addresses, CancellationToken cancel)
    {
        if (HttpActions.PortOf(tcp.Port, container) is not { } port) return $"invalid port: {tcp.Port}";
        var host = tcp.Host.Length > 0 ? tcp.Host : addresses.PodIp;
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, cancel);
            return null;
        }
        catch (SocketException e)
        {
            return $"TCP lifecycle hook for Container {GoText.Quote(container.Name)} in Pod {GoText.Quote(pod.Display())} failed - error: dial tcp {HttpActions.HostPort(host, port)}: {HttpActions.TextOf(e)}";
        }
    }
}
