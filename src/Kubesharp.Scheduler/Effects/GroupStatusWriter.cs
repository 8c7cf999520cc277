using System.Collections.Concurrent;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Scheduler.Effects;

/// <summary>Writes the condition of groups of pods; of several notes about a group only the last one counts.</summary>
internal sealed class GroupStatusWriter
{
    private const string Scheduled = "PodGroupScheduled";
    private readonly KubernetesClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, Decision> _notes = new(StringComparer.Ordinal);
    private readonly WorkQueue<string> _queue;

    public GroupStatusWriter(KubernetesClient client, TimeProvider time, ILogger logger)
    {
        _client = client;
        _time = time;
        _logger = logger;
        _queue = new WorkQueue<string>(time, new WorkQueueOptions { Name = "scheduler-groups", MaxDelay = TimeSpan.FromSeconds(30) });
    }

    public Task RunAsync(CancellationToken cancellationToken) => new ControllerLoop<string>("scheduler-groups", _queue, 1, WriteAsync, _logger).RunAsync(cancellationToken);

    public void Note(PodGroup group, bool isScheduled, string message)
    {
        var key = $"{group.Metadata.Namespace}/{group.Metadata.Name}";
        _notes[key] = new(group, isScheduled, message);
        _queue.Add(key);
    }

    private async Task<ReconcileResult> WriteAsync(string key, CancellationToken cancellationToken)
    {
        if (!_notes.TryGetValue(key, out var note)) return ReconcileResult.Done;
        var groups = _client.For<PodGroup>();
        var metadata = note.Group.Metadata;
        if (await groups.TryGetAsync(metadata.Namespace, metadata.Name, cancellationToken) is { } group && group.Metadata.Uid == metadata.Uid)
        {
            var known = group.Status.Conditions.FirstOrDefault(condition => condition.Type == Scheduled);
            var status = note.IsScheduled ? ConditionStatus.True : ConditionStatus.False;
            var reason = note.IsScheduled ? "Scheduled" : "Unschedulable";
            if (known is null || known.Status != status || known.Message != note.Message)
            {
                var condition = Condition.Empty with
                {
                    Type = Scheduled,
                    Status = status,
                    Reason = reason,
                    Message = note.Message,
                    ObservedGeneration = group.Metadata.Generation,
                    LastTransitionTime = known?.Status == status ? known.LastTransitionTime : _time.GetUtcNow(),
                };
                var others = group.Status.Conditions.Where(other => other.Type != Scheduled);
                await groups.UpdateStatusAsync(group with { Status = group.Status with { Conditions = others.Append(condition).ToValueList() } }, cancellationToken);
            }
        }

        _notes.TryRemove(new KeyValuePair<string, Decision>(key, note));
        return ReconcileResult.Done;
    }

    private sealed record Decision(PodGroup Group, bool IsScheduled, string Message);
}
