using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Tests.Pods;

/// <summary>Keeps statuses instead of writing them, and lets tests wait for one.</summary>
internal sealed class FakePodApi : IPodApi
{
    private readonly object _gate = new();
    private readonly List<(Func<FakePodApi, bool> Condition, TaskCompletionSource Reached)> _waiters = [];
    private readonly Dictionary<string, List<PodStatus>> _statuses = [];
    private readonly HashSet<string> _deleted = [];

    public IReadOnlyList<PodStatus> StatusesOf(string uid)
    {
        lock (_gate) return _statuses.TryGetValue(uid, out var statuses) ? [.. statuses] : [];
    }

    public bool IsDeleted(string uid)
    {
        lock (_gate) return _deleted.Contains(uid);
    }

    public void SetStatus(Pod pod, PodStatus status)
    {
        lock (_gate)
        {
            if (!_statuses.TryGetValue(pod.Metadata.Uid, out var statuses)) _statuses[pod.Metadata.Uid] = statuses = [];
            if (statuses.Count == 0 || statuses[^1] != status) statuses.Add(status);
        }

        Look();
    }

    public Task FlushAsync(string podUid, CancellationToken cancel) => Task.CompletedTask;

    public Task DeleteAsync(Pod pod, CancellationToken cancel)
    {
        lock (_gate) _deleted.Add(pod.Metadata.Uid);
        Look();
        return Task.CompletedTask;
    }

    public void Forget(string podUid)
    {
    }

    /// <summary>Waits for a status of the pod that fulfils the condition, and gives it.</summary>
    public async Task<PodStatus> StatusAsync(Pod pod, Func<PodStatus, bool> condition, CancellationToken cancel)
    {
        PodStatus? found = null;
        await UntilAsync(api => (found = api.StatusesOf(pod.Metadata.Uid).LastOrDefault(condition)) is not null, cancel);
        return found!;
    }

    public Task DeletionAsync(Pod pod, CancellationToken cancel) => UntilAsync(api => api.IsDeleted(pod.Metadata.Uid), cancel);

    private Task UntilAsync(Func<FakePodApi, bool> condition, CancellationToken cancel)
    {
        if (condition(this)) return Task.CompletedTask;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate) _waiters.Add((condition, reached));
        Look();
        return reached.Task.WaitAsync(cancel);
    }

    private void Look()
    {
        (Func<FakePodApi, bool> Condition, TaskCompletionSource Reached)[] waiters;
        lock (_gate) waiters = [.. _waiters];
        foreach (var waiter in waiters)
        {
            if (waiter.Condition(this)) waiter.Reached.TrySetResult();
        }
    }
}
