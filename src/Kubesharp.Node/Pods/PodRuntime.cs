using System.Collections.Concurrent;
using System.Collections.Immutable;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.Images;
using Microsoft.Extensions.Logging;
using Container = Kubesharp.Api.Core.V1.Container;

namespace Kubesharp.Node.Pods;

/// <summary>Carries out on the container runtime what the planner decided, and says what the runtime has. It keeps no state of its own.</summary>
internal sealed partial class PodRuntime(
    ICriRuntime runtime,
    NodeAgentOptions options,
    PodFolders folders,
    SandboxConfigBuilder sandboxes,
    ContainerConfigBuilder containers,
    ImagePuller images,
    ILifecycleHooks hooks,
    IRuntimeHandlers handlers,
    IPodEvents events,
    TimeProvider time,
    ILogger<PodRuntime> logger)
{
    /// <summary>Even a container whose time is up gets this long to end by itself.</summary>
    private static readonly TimeSpan MinimumGrace = TimeSpan.FromSeconds(2);

    /// <summary>An ended container never changes, so that its status is read once.</summary>
    private readonly ConcurrentDictionary<string, RuntimeContainer> _ended = new(StringComparer.Ordinal);

    /// <summary>What running containers may use, by ID; read once from what was written down when it was decided.</summary>
    private readonly ConcurrentDictionary<string, ResourceRequirements> _resources = new(StringComparer.Ordinal);

    /// <summary>What the runtime has of a pod.</summary>
    public async Task<PodRuntimeStatus> GetStatusAsync(string podUid, CancellationToken cancel)
    {
        var sandboxFilter = new PodSandboxFilter { LabelSelector = { [RuntimeLabels.PodUid] = podUid } };
        var containerFilter = new ContainerFilter { LabelSelector = { [RuntimeLabels.PodUid] = podUid } };
        var sandboxItems = await runtime.ListPodSandboxAsync(sandboxFilter, cancel);
        if (sandboxItems.Count == 0) return PodRuntimeStatus.Nothing;
        var containerItems = await runtime.ListContainersAsync(containerFilter, cancel);
        var foundSandboxes = await Task.WhenAll(sandboxItems.Select(item => SandboxStatusAsync(item.Id, cancel)));
        var foundContainers = await Task.WhenAll(containerItems.Select(item => ContainerStatusAsync(item, cancel)));
        return new PodRuntimeStatus
        {
            Sandboxes = [.. foundSandboxes.OfType<RuntimeSandbox>().OrderByDescending(sandbox => sandbox.CreatedAt)],
            Containers = [.. foundContainers.OfType<RuntimeContainer>().OrderByDescending(container => container.CreatedAt)],
        };
    }

    /// <summary>Makes a sandbox. Returns it with its addresses.</summary>
    /// <exception cref="GrpcException">The runtime could not; the event has been written.</exception>
    public async Task<RuntimeSandbox> CreateSandboxAsync(Pod pod, uint attempt, CancellationToken cancel)
    {
        var config = sandboxes.Build(pod, attempt);
        Directory.CreateDirectory(config.LogDirectory);
        try
        {
            var handler = await handlers.HandlerOfAsync(pod.Spec.RuntimeClassName, cancel);
            if (pod.Spec.HostUsers == false)
                throw new GrpcException(GrpcStatusCode.Unimplemented, "can't set `spec.hostUsers: false`, runtime does not support user namespaces");
            var id = await runtime.RunPodSandboxAsync(config, handler, cancel);
            return await SandboxStatusAsync(id, cancel)
                ?? throw new GrpcException(GrpcStatusCode.NotFound, $"sandbox {id} vanished after its start");
        }
        catch (GrpcException e)
        {
            events.Warning(pod, null, "FailedCreatePodSandBox", $"Failed to create pod sandbox: {e.Message}");
            throw;
        }
    }

    /// <summary>Pulls, makes and starts a container, and runs its postStart hook.</summary>
    /// <exception cref="ContainerStartException">One of the steps failed; the events have been written.</exception>
    public async Task StartContainerAsync(
        Pod pod, ContainerStart start, RuntimeSandbox sandbox, PodRuntimeStatus status, PodAddresses addresses, CancellationToken cancel)
    {
        var container = pod.ContainerAt(start);
        var sandboxConfig = sandboxes.Build(pod, sandbox.Attempt);
        var previous = status.Find(container.Name);
        var restartCount = previous is null ? FromLogs(pod, container) : previous.RestartCount + 1;
        try
        {
            var image = await images.EnsureAsync(pod, container, sandboxConfig, cancel);
            foreach (var mount in container.VolumeMounts)
            {
                if (pod.ImageVolume(mount.Name) is { } volume)
                    await images.EnsureAsync(pod, container with { Image = volume.Reference, ImagePullPolicy = volume.PullPolicy }, sandboxConfig, cancel);
            }

            var target = start.Kind == ContainerKind.Ephemeral ? TargetOf(pod, start.Index, status) : null;
            var config = await ConfigAsync(pod, container, image, restartCount, addresses, target, cancel);
            var id = await Step(pod, container, "CreateContainerError", () => runtime.CreateContainerAsync(sandbox.Id, config, sandboxConfig, cancel));
            events.Normal(pod, container.Name, "Created", "Container created");
            await Step(pod, container, "RunContainerError", async () =>
            {
                await runtime.StartContainerAsync(id, cancel);
                return id;
            });
            events.Normal(pod, container.Name, "Started", "Container started");
            await PostStartAsync(pod, container, id, addresses, cancel);
        }
        catch (ContainerStartException e) when (e.Reason is "ErrImagePull" or "ImagePullBackOff" or "ErrImageNeverPull" or "InvalidImageName"
            or "ImageInspectError" or "RegistryUnavailable")
        {
            events.Warning(pod, container.Name, "Failed", "Error: " + e.Reason);
            throw;
        }
    }

    /// <summary>Ends one container: hook, stop signal, and the kill when its time is up. Succeeds when it has ended already.</summary>
    /// <param name="pod">Its pod, as far as it is known.</param>
    /// <param name="container">The container.</param>
    /// <param name="message">Text of the event.</param>
    /// <param name="grace">Time to end in, the hook included.</param>
    /// <param name="addresses">Addresses of the pod, for the hook.</param>
    /// <param name="cancel">Gives up waiting; the runtime goes on with what it was told.</param>
    public async Task KillContainerAsync(
        Pod pod, RuntimeContainer container, string message, TimeSpan grace, PodAddresses addresses, CancellationToken cancel)
    {
        events.Normal(pod, container.Name, "Killing", message);
        var begun = time.GetTimestamp();
        var definition = pod.FindContainer(container.Name)?.Container;
        if (definition?.Lifecycle?.PreStop is { } preStop && container.IsRunning && grace > TimeSpan.Zero)
            await PreStopAsync(pod, definition, container.Id, preStop, grace, addresses, cancel);
        var left = grace - time.GetElapsedTime(begun);
        if (grace > TimeSpan.Zero && left < MinimumGrace) left = MinimumGrace;
        try
        {
            await runtime.StopContainerAsync(container.Id, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancel);
        }
        catch (GrpcException e) when (e.IsNotFound)
        {
            Log.ContainerGone(logger, container.Id, e);
        }
    }

    /// <summary>Gives a running container what its definition says now, and writes that down for the next agent.</summary>
    /// <exception cref="GrpcException">The runtime could not.</exception>
    public async Task ResizeAsync(Pod pod, Container definition, RuntimeContainer container, CancellationToken cancel)
    {
        await runtime.UpdateContainerResourcesAsync(container.Id, containers.Resources(pod, definition), cancel);
        var file = ResizedFile(pod.Metadata.Uid, container.Name, container.Id);
        await File.WriteAllBytesAsync(file + ".new", ApiJson.EncodeValue(definition.Resources), cancel);
        File.Move(file + ".new", file, overwrite: true);
        _resources[container.Id] = definition.Resources;
    }

    /// <summary>
    /// Ends every running container of a pod, regular ones first and sidecars after them in reverse order, all within one period of
    /// grace, and then stops its sandboxes.
    /// </summary>
    public async Task KillPodAsync(Pod pod, PodRuntimeStatus status, TimeSpan grace, CancellationToken cancel)
    {
        var begun = time.GetTimestamp();
        var addresses = AddressesOf(pod, status);
        var running = status.Containers.Where(container => !container.HasExited).ToList();
        var sidecars = new List<RuntimeContainer>();
        for (var i = pod.Spec.InitContainers.Count - 1; i >= 0; i--)
        {
            if (!pod.Spec.InitContainers[i].IsRestartableInit()) continue;
            if (running.Find(container => container.Name == pod.Spec.InitContainers[i].Name) is { } sidecar) sidecars.Add(sidecar);
        }

        running.RemoveAll(sidecars.Contains);
        await Task.WhenAll(running.Select(container => KillContainerAsync(pod, container, $"Stopping container {container.Name}", grace, addresses, cancel)));
        foreach (var sidecar in sidecars)
        {
            var left = grace - time.GetElapsedTime(begun);
            await KillContainerAsync(pod, sidecar, $"Stopping container {sidecar.Name}", left > TimeSpan.Zero ? left : TimeSpan.Zero, addresses, cancel);
        }

        await Task.WhenAll(status.Sandboxes.Where(sandbox => sandbox.IsReady).Select(sandbox => runtime.StopPodSandboxAsync(sandbox.Id, cancel)));
    }

    /// <summary>Removes everything the runtime has of a pod that has ended; logs stay with the caller.</summary>
    public async Task RemovePodAsync(PodRuntimeStatus status, CancellationToken cancel)
    {
        foreach (var container in status.Containers)
        {
            await RemoveContainerAsync(container.Id, cancel);
        }

        await Task.WhenAll(status.Sandboxes.Select(async sandbox =>
        {
            // A sandbox that is not ready may still hold an address.
            await runtime.StopPodSandboxAsync(sandbox.Id, cancel);
            await runtime.RemovePodSandboxAsync(sandbox.Id, cancel);
        }));
    }

    /// <summary>Removes a container; succeeds when it is gone.</summary>
    public async Task RemoveContainerAsync(string id, CancellationToken cancel)
    {
        try
        {
            await runtime.RemoveContainerAsync(id, cancel);
        }
        catch (GrpcException e) when (e.IsNotFound)
        {
            Log.ContainerGone(logger, id, e);
        }

        _ended.TryRemove(id, out _);
        _resources.TryRemove(id, out _);
    }

    /// <summary>Stops and removes a sandbox that was replaced.</summary>
    public async Task RemoveSandboxAsync(string id, CancellationToken cancel)
    {
        await runtime.StopPodSandboxAsync(id, cancel);
        await runtime.RemovePodSandboxAsync(id, cancel);
    }

    /// <summary>The addresses of a pod, from its newest ready sandbox or the node.</summary>
    public PodAddresses AddressesOf(Pod pod, PodRuntimeStatus status)
    {
        if (pod.Spec.HostNetwork) return new PodAddresses(options.NodeIps, options.NodeIps);
        return new PodAddresses(status.Sandbox is { IsReady: true } sandbox ? sandbox.Ips : [], options.NodeIps);
    }

    private static string? TargetOf(Pod pod, int index, PodRuntimeStatus status)
    {
        var target = pod.Spec.EphemeralContainers[index].TargetContainerName;
        return target.Length == 0 ? null : status.Find(target)?.Id;
    }

    private async Task<ContainerConfig> ConfigAsync(
        Pod pod, Container container, Image image, int restartCount, PodAddresses addresses, string? target, CancellationToken cancel)
    {
        try
        {
            return await containers.BuildAsync(pod, container, image, restartCount, addresses, target, cancel);
        }
        catch (ContainerConfigException e)
        {
            events.Warning(pod, container.Name, "Failed", "Error: " + e.Message);
            throw new ContainerStartException("CreateContainerConfigError", e.Message, e);
        }
    }

    private async Task<string> Step(Pod pod, Container container, string reason, Func<Task<string>> step)
    {
        try
        {
            return await step();
        }
        catch (GrpcException e)
        {
            events.Warning(pod, container.Name, "Failed", "Error: " + e.Detail);
            throw new ContainerStartException(reason, e.Detail, e);
        }
    }

    private async Task PostStartAsync(Pod pod, Container container, string id, PodAddresses addresses, CancellationToken cancel)
    {
        if (container.Lifecycle?.PostStart is not { } postStart) return;
        if (await hooks.RunAsync(pod, container, id, postStart, addresses, cancel) is not { } failure) return;
        events.Warning(pod, container.Name, "FailedPostStartHook", "PostStartHook failed");
        var ran = new RuntimeContainer { Id = id, Name = container.Name, State = Cri.V1.ContainerState.ContainerRunning };
        await KillContainerAsync(pod, ran, "FailedPostStartHook", pod.GracePeriod(), addresses, cancel);
        throw new ContainerStartException("PostStartHookError", failure);
    }

    private async Task PreStopAsync(
        Pod pod, Container container, string id, LifecycleHandler handler, TimeSpan grace, PodAddresses addresses, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(grace, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            if (await hooks.RunAsync(pod, container, id, handler, addresses, linked.Token) is { } failure)
            {
                events.Warning(pod, container.Name, "FailedPreStopHook", "PreStopHook failed");
                Log.HookFailed(logger, container.Name, pod.Display(), failure);
            }
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            Log.HookTimedOut(logger, container.Name, pod.Display(), e);
        }
    }

    /// <summary>
    /// Counts the logs of earlier runs, which outlive containers: a pod whose containers were removed behind the agent's back goes on
    /// counting where it was.
    /// </summary>
    private int FromLogs(Pod pod, Container container)
    {
        var folder = Path.Combine(folders.LogsOf(pod.Metadata.Namespace, pod.Metadata.Name, pod.Metadata.Uid), container.Name);
        if (!Directory.Exists(folder)) return 0;
        var next = 0;
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            var name = Path.GetFileName(file);
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            if (dot > 0 && int.TryParse(name.AsSpan(0, dot), out var number)) next = Math.Max(next, number + 1);
        }

        return next;
    }

    private async Task<RuntimeSandbox?> SandboxStatusAsync(string id, CancellationToken cancel)
    {
        try
        {
            var status = (await runtime.PodSandboxStatusAsync(id, verbose: false, cancel)).Status;
            var ips = ImmutableArray.CreateBuilder<string>();
            if (!string.IsNullOrEmpty(status.Network?.Ip)) ips.Add(status.Network.Ip);
            foreach (var more in status.Network?.AdditionalIps ?? []) ips.Add(more.Ip);
            return new RuntimeSandbox
            {
                Id = id,
                IsReady = status.State == PodSandboxState.SandboxReady,
                Attempt = status.Metadata.Attempt,
                CreatedAt = RuntimeContainer.Instant(status.CreatedAt),
                Ips = ips.ToImmutable(),
                HostNetwork = status.Linux?.Namespaces?.Options?.Network == NamespaceMode.Node,
            };
        }
        catch (GrpcException e) when (e.IsNotFound)
        {
            // It was removed between the list and the look.
            return null;
        }
    }

    private ResourceRequirements? ResourcesOf(Cri.V1.ContainerStatus status, string name)
    {
        if (_resources.TryGetValue(status.Id, out var known)) return known;
        if (RuntimeLabels.PodUidOf(status.Labels) is not { } uid) return null;
        var file = ResizedFile(uid, name, status.Id);
        byte[] json;
        if (File.Exists(file)) json = File.ReadAllBytes(file);
        else if (status.Annotations.TryGetValue(RuntimeLabels.Resources, out var text)) json = System.Text.Encoding.UTF8.GetBytes(text);
        else return null;
        return _resources.GetOrAdd(status.Id, ApiJson.Decode<ResourceRequirements>(json));
    }

    /// <summary>Annotations of a container cannot change, so that a resize is written beside its other files.</summary>
    private string ResizedFile(string podUid, string container, string id) => Path.Combine(folders.OfContainer(podUid, container), "resources-" + id);

    private async Task<RuntimeContainer?> ContainerStatusAsync(Cri.V1.Container item, CancellationToken cancel)
    {
        if (_ended.TryGetValue(item.Id, out var known)) return known;
        try
        {
            var status = (await runtime.ContainerStatusAsync(item.Id, verbose: false, cancel)).Status;
            var container = RuntimeContainer.From(status, item.PodSandboxId);
            if (container.HasExited) _ended[item.Id] = container;
            return container.IsRunning ? container with { Resources = ResourcesOf(status, container.Name) } : container;
        }
        catch (GrpcException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Container {container} was gone already", EventName = "ContainerGone")]
        public static partial void ContainerGone(ILogger logger, string container, Exception e);

        [LoggerMessage(2, LogLevel.Warning, "PreStop hook of container {container} in pod {pod} failed: {failure}", EventName = "HookFailed")]
        public static partial void HookFailed(ILogger logger, string container, string pod, string failure);

        [LoggerMessage(3, LogLevel.Warning, "PreStop hook of container {container} in pod {pod} did not end in time", EventName = "HookTimedOut")]
        public static partial void HookTimedOut(ILogger logger, string container, string pod, Exception e);
    }
}
