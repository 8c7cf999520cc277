using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>The end of a pod: stop what runs, give back what it held, and let go of its name.</summary>
internal sealed partial class PodWorker
{
    private static readonly TimeSpan CgroupRetry = TimeSpan.FromMilliseconds(100);

    /// <summary>Decides that the pod ends, or ends sooner than decided; it never gets more time. Called under the lock.</summary>
    private void End(PodEnding ending)
    {
        if (_ending is not null && ending.Grace >= _ending.Grace) return;
        _ending = ending with { Failure = _ending?.Failure ?? ending.Failure };
        _interrupt.Cancel();
    }

    private async Task EndAsync(Pod pod, PodEnding ending, CancellationToken cancel)
    {
        var status = await LookAsync(cancel);
        if (pod.IsTerminal() && status.Sandboxes.Length == 0)
        {
            // It was turned down, or ended long ago: its status says so already.
            _ended = true;
            return;
        }

        _services.Prober.StopLivenessAndStartup(Uid);
        if (status.AnythingRuns) Publish(pod, status, ended: false);
        await _services.Runtime.KillPodAsync(pod, status, ending.Grace, cancel);
        status = await LookAsync(cancel);
        foreach (var container in status.Containers) _services.Prober.Untrack(container.Id);
        if (status.AnythingRuns) throw new InvalidOperationException("containers still run after they were stopped");
        _waiting.Clear();
        _ended = true;
        Publish(pod, status, ended: true);
    }

    /// <returns>How long to sleep; null when nothing is left.</returns>
    private async Task<TimeSpan?> ReleaseAsync(Pod pod, bool gone, CancellationToken cancel)
    {
        if (!_released)
        {
            await _services.Volumes.UnmountAsync(Uid, cancel);
            if (!RemoveCgroup(pod)) return CgroupRetry;
            _services.Images.Forget(Uid);
            _services.Backoff.Forget(Uid);
            _released = true;
        }

        if (gone)
        {
            await RemoveLeftoversAsync(pod, cancel);
            return null;
        }

        if (!pod.IsTerminating()) return _services.Options.SyncPeriod;

        // The last status has to be seen before the object disappears.
        await _services.Api.FlushAsync(Uid, cancel);
        await _services.Api.DeleteAsync(pod, cancel);
        return _services.Options.SyncPeriod;
    }

    private bool RemoveCgroup(Pod pod)
    {
        if (_services.Cgroups is not { } cgroups) return true;
        return cgroups.Remove(_services.Options.CgroupRoot.OfPod(PodResources.QosOf(pod), Uid));
    }

    private async Task RemoveLeftoversAsync(Pod pod, CancellationToken cancel)
    {
        await _services.Runtime.RemovePodAsync(await LookAsync(cancel), cancel);
        foreach (var folder in (string[])[
            _services.Folders.OfPod(Uid), _services.Folders.LogsOf(pod.Metadata.Namespace, pod.Metadata.Name, Uid)])
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }

        _services.Api.Forget(Uid);
        Log.PodDeleted(_services.Logger, pod.Display());
    }
}
