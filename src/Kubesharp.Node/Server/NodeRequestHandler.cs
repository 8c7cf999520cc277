using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;
using Kubesharp.Node.Configuration;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.Pods;
using Kubesharp.Node.Probes;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Node.Server;

/// <summary>Finds what a request asks for and answers it; paths and parameters are the kubelet's.</summary>
internal sealed class NodeRequestHandler(
    IPodLookup pods,
    ICriRuntime runtime,
    ContainerLogReader logs,
    NodeStatistics statistics,
    NodeMetrics metrics,
    Lazy<CadvisorMetrics> cadvisor,
    Func<IEnumerable<ProbeCount>> probes,
    SystemLogs? systemLogs,
    KubeletConfiguration configuration)
{
    public Task HandleAsync(HttpContext context)
    {
        var path = (context.Request.Path.Value ?? "").Trim('/').Split('/');
        return path switch
        {
            ["healthz", ..] when !pods.HasListed => throw new HttpStatusException(StatusCodes.Status500InternalServerError, "the pods of the node are not known yet"),
            ["healthz", ..] => TextAsync(context, "text/plain; charset=utf-8", "ok"u8.ToArray()),
            ["pods"] => TextAsync(context, "application/json", ApiJson.Encode(new PodList { Items = pods.Pods.ToValueList() })),
            ["stats", "summary"] => StatisticsAsync(context),
            ["runningpods"] => RunningPodsAsync(context),
            ["configz"] => TextAsync(context, "application/json", ConfigurationPage()),
            ["logs", .. var rest] => LogFilesAsync(context, rest),
            ["metrics", "cadvisor"] => MetricsAsync(context, cadvisor.Value.ReadAsync),
            ["metrics", "probes"] => MetricsAsync(context, _ => Task.FromResult(ProbeMetrics.Write(probes()))),
            ["metrics"] => MetricsAsync(context, metrics.AgentAsync),
            ["metrics", "resource"] => MetricsAsync(context, metrics.ResourcesAsync),
            ["containerLogs", var ns, var pod, var container] => LogsAsync(context, PodOf(ns, pod), container),
            ["exec", var ns, var pod, .. var rest] => ExecAsync(context, PodOf(ns, pod), rest[^1]),
            ["attach", var ns, var pod, .. var rest] => AttachAsync(context, PodOf(ns, pod), rest[^1]),
            ["portForward", var ns, var pod, ..] => PortForwardAsync(context, PodOf(ns, pod)),
            _ => throw new HttpStatusException(StatusCodes.Status404NotFound, "404 page not found"),
        };
    }

    private static async Task TextAsync(HttpContext context, string type, byte[] body)
    {
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private async Task StatisticsAsync(HttpContext context) =>
        await TextAsync(context, "application/json", await statistics.SummaryAsync(context.RequestAborted));

    private static async Task MetricsAsync(HttpContext context, Func<CancellationToken, Task<byte[]>> read) =>
        await TextAsync(context, PrometheusRegistry.ContentType, await read(context.RequestAborted));

    private byte[] ConfigurationPage()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, ApiJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WritePropertyName("kubeletconfig");
            configuration.WriteJson(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private Task LogFilesAsync(HttpContext context, string[] path) => systemLogs is null
        ? throw new HttpStatusException(StatusCodes.Status405MethodNotAllowed, "logs endpoint is disabled.")
        : systemLogs.ServeAsync(context, string.Join('/', path));

    /// <summary>The pods as the runtime has them, which knows their containers that run and no more.</summary>
    private async Task RunningPodsAsync(HttpContext context)
    {
        var containers = await runtime.ListContainersAsync(null, context.RequestAborted);
        var running = containers.Where(container => container.State == Cri.V1.ContainerState.ContainerRunning).ToLookup(container => container.PodSandboxId);
        var list = new List<Pod>();
        foreach (var sandbox in await runtime.ListPodSandboxAsync(null, context.RequestAborted))
        {
            if (!running.Contains(sandbox.Id) || RuntimeLabels.PodUidOf(sandbox.Labels) is null) continue;
            list.Add(new Pod
            {
                Metadata = new ObjectMeta { Name = sandbox.Metadata.Name, Namespace = sandbox.Metadata.Namespace, Uid = sandbox.Metadata.Uid },
                Spec = new PodSpec
                {
                    Containers = running[sandbox.Id]
                        .Select(container => new Api.Core.V1.Container { Name = RuntimeLabels.ContainerNameOf(container.Labels) ?? container.Metadata.Name, Image = container.Image.Image })
                        .ToValueList(),
                },
            });
        }

        await TextAsync(context, "application/json", ApiJson.Encode(new PodList { Items = list.ToValueList() }));
    }

    private Pod PodOf(string ns, string name) =>
        pods.Find(ns, name) ?? throw new HttpStatusException(StatusCodes.Status404NotFound, $"pod \"{name}\" not found");

    private async Task LogsAsync(HttpContext context, Pod pod, string name)
    {
        var cancel = context.RequestAborted;
        var options = LogOptions.Read(context.Request.Query);
        if (pod.FindContainer(name) is null)
            throw new HttpStatusException(StatusCodes.Status404NotFound, $"container \"{name}\" not found in pod \"{pod.Metadata.Name}\"");
        var container = await pods.FindContainerAsync(pod.Metadata.Uid, name, options.Previous, cancel);
        if (container is null || container.State == Cri.V1.ContainerState.ContainerCreated) throw NoLog(pod, name, options.Previous);
        ContainerLogReader.Require(container.LogPath);
        context.Response.ContentType = "text/plain";
        await context.Response.StartAsync(cancel);
        await logs.CopyAsync(
            container.LogPath,
            options,
            context.Response.Body,
            async token => await pods.FindContainerAsync(pod.Metadata.Uid, name, previous: false, token) is { IsRunning: true } newest && newest.Id == container.Id,
            cancel);
    }

    private static HttpStatusException NoLog(Pod pod, string name, bool previous)
    {
        const int BadRequest = StatusCodes.Status400BadRequest;
        var what = $"container {GoText.Quote(name)} in pod {GoText.Quote(pod.Metadata.Name)}";
        if (previous) return new HttpStatusException(BadRequest, $"previous terminated {what} not found");
        string? reason = null;
        foreach (var status in (IEnumerable<Api.Core.V1.ContainerStatus>)
            [.. pod.Status.InitContainerStatuses, .. pod.Status.ContainerStatuses, .. pod.Status.EphemeralContainerStatuses])
        {
            if (status.Name == name) reason = status.State.Waiting?.Reason;
        }

        return new HttpStatusException(BadRequest, reason switch
        {
            null => $"{what} is waiting to start - no logs yet",
            "ErrImagePull" => $"{what} is waiting to start: image can't be pulled",
            "ImagePullBackOff" => $"{what} is waiting to start: trying and failing to pull image",
            _ => $"{what} is waiting to start: {reason}",
        });
    }

    private async Task ExecAsync(HttpContext context, Pod pod, string name)
    {
        StreamForwarder.RequireProtocol(context);
        var container = await RunningAsync(pod, name, context.RequestAborted);
        var query = context.Request.Query;
        var tty = IsSet(query, "tty");
        var request = new ExecRequest
        {
            ContainerId = container.Id,
            Tty = tty,
            Stdin = IsSet(query, "input", "stdin"),
            Stdout = IsSet(query, "output", "stdout"),
            Stderr = !tty && IsSet(query, "error", "stderr"),
        };
        foreach (var word in query["command"]) request.Cmd.Add(word ?? "");
        if (request is { Stdin: false, Stdout: false, Stderr: false })
            throw new HttpStatusException(StatusCodes.Status400BadRequest, "you must specify at least 1 of stdin, stdout, stderr");
        await StreamForwarder.ForwardAsync(context, await runtime.ExecAsync(request, context.RequestAborted));
    }

    private async Task AttachAsync(HttpContext context, Pod pod, string name)
    {
        StreamForwarder.RequireProtocol(context);
        var container = await RunningAsync(pod, name, context.RequestAborted);
        var query = context.Request.Query;
        var tty = IsSet(query, "tty");
        var request = new AttachRequest
        {
            ContainerId = container.Id,
            Tty = tty,
            Stdin = IsSet(query, "input", "stdin"),
            Stdout = IsSet(query, "output", "stdout"),
            Stderr = !tty && IsSet(query, "error", "stderr"),
        };
        await StreamForwarder.ForwardAsync(context, await runtime.AttachAsync(request, context.RequestAborted));
    }

    private async Task PortForwardAsync(HttpContext context, Pod pod)
    {
        StreamForwarder.RequireProtocol(context);
        var sandbox = await pods.FindSandboxAsync(pod.Metadata.Uid, context.RequestAborted)
            ?? throw new HttpStatusException(StatusCodes.Status404NotFound, $"failed to find sandbox of pod {pod.Display()}");
        var request = new PortForwardRequest { PodSandboxId = sandbox };
        foreach (var text in context.Request.Query["port"])
        {
            foreach (var part in (text ?? "").Split(','))
            {
                if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
                    throw new HttpStatusException(StatusCodes.Status400BadRequest, $"unable to parse {GoText.Quote(part)} as a port");
                request.Port.Add(port);
            }
        }

        await StreamForwarder.ForwardAsync(context, await runtime.PortForwardAsync(request, context.RequestAborted));
    }

    private async Task<RuntimeContainer> RunningAsync(Pod pod, string name, CancellationToken cancel)
    {
        if (await pods.FindContainerAsync(pod.Metadata.Uid, name, previous: false, cancel) is not { IsRunning: true } container)
            throw new HttpStatusException(StatusCodes.Status404NotFound, $"container not found (\"{name}\")");
        return container;
    }

    private static bool IsSet(IQueryCollection query, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (query[name] is [var value, ..] && value is "1" or "true") return true;
        }

        return false;
    }
}
