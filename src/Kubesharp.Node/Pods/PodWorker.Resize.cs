using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Cri;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Pods;

/// <summary>New amounts of processor and memory for containers that run.</summary>
internal sealed partial class PodWorker
{
    /// <summary>Gives running containers what their definitions say now, where the node has it.</summary>
    /// <returns>Whether anything changed.</returns>
    private async Task<bool> ResizeAsync(Pod pod, PodRuntimeStatus status, CancellationToken cancel)
    {
        var changed = new List<(Container Definition, RuntimeContainer Running)>();
        foreach (var running in status.Containers)
        {
            if (!running.IsRunning || running.Resources is not { } has || pod.FindContainer(running.Name) is not { } found) continue;
            if (found.Kind == ContainerKind.Ephemeral || Same(found.Container.Resources, has)) continue;
            changed.Add((found.Container, running));
        }

        var before = _resize ?? PodResize.Of(pod.Status);
        if (changed.Count == 0)
        {
            if (before.InProgress is not null) _services.Events.Normal(pod, null, "ResizeCompleted", PodResize.Text("completed", pod));
            return Became(before, PodResize.Done);
        }

        if (_refuse(pod) is { } refusal)
        {
            var refused = PodResize.Refused(refusal);
            if (before.Tells(refused)) return false;
            _services.Events.Warning(pod, null, "Resize" + refusal.Reason, PodResize.Text(refusal.Reason, pod, refusal.Message));
            return Became(before, refused);
        }

        if (before.InProgress is null) _services.Events.Normal(pod, null, "ResizeStarted", PodResize.Text("started", pod));
        _resize = PodResize.Started;
        Publish(pod, status, ended: false);

        // What grows needs room first; what shrinks leaves some behind.
        var grows = changed.Any(change => Memory(change.Definition.Resources) == 0 || Memory(change.Definition.Resources) > Memory(change.Running.Resources!));
        if (grows) ResizeCgroup(pod);
        foreach (var (definition, running) in changed)
        {
            if (NeedsRestart(definition, running.Resources!))
            {
                _services.Prober.Untrack(running.Id);
                var addresses = _services.Runtime.AddressesOf(pod, status);
                await _services.Runtime.KillContainerAsync(pod, running, $"Container {running.Name} resize requires restart", pod.GracePeriod(), addresses, cancel);
                continue;
            }

            try
            {
                await _services.Runtime.ResizeAsync(pod, definition, running, cancel);
            }
            catch (GrpcException e)
            {
                _resize = PodResize.Failed(e.Detail);
                if (!before.Tells(_resize)) _services.Events.Warning(pod, null, "ResizeError", PodResize.Text("error", pod, e.Detail));
                Log.ResizeFailed(_services.Logger, running.Name, pod.Display(), e);
            }
        }

        if (!grows) ResizeCgroup(pod);
        return true;
    }

    private bool Became(PodResize before, PodResize now)
    {
        _resize = now;
        return !before.Tells(now);
    }

    private static bool Same(ResourceRequirements wanted, ResourceRequirements has) =>
        Same(wanted, has, ResourceName.Cpu) && Same(wanted, has, ResourceName.Memory);

    private static bool Same(ResourceRequirements wanted, ResourceRequirements has, string resource) =>
        wanted.Requests.Amount(resource) == has.Requests.Amount(resource) && wanted.Limits.Amount(resource) == has.Limits.Amount(resource);

    private static long Memory(ResourceRequirements resources) => resources.Limits.Amount(ResourceName.Memory).Value;

    private static bool NeedsRestart(Container definition, ResourceRequirements has)
    {
        foreach (var policy in definition.ResizePolicy)
        {
            if (policy.RestartPolicy == ResourceResizeRestartPolicy.RestartContainer && !Same(definition.Resources, has, policy.ResourceName)) return true;
        }

        return false;
    }

    private void ResizeCgroup(Pod pod)
    {
        if (_services.Cgroups is { } cgroups)
            cgroups.Update(_services.Options.CgroupRoot.OfPod(PodResources.QosOf(pod), Uid), PodResources.CgroupOf(pod));
    }

    private static partial class Log
    {
        [LoggerMessage(7, LogLevel.Warning, "Container {container} of pod {pod} could not be resized", EventName = "ResizeFailed")]
        public static partial void ResizeFailed(ILogger logger, string container, string pod, Exception e);
    }
}
