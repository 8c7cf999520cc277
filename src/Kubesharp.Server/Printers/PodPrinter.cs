using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Strategies;

namespace Kubesharp.Server.Printers;

/// <summary>The row of a pod: how far it is, in the few words people look for.</summary>
internal static class PodPrinter
{
    private const string NodeLost = "NodeLost";
    private const string PodInitializing = "PodInitializing";
    private const string Completed = "Completed";
    private const string SchedulingGated = "SchedulingGated";

    public static IReadOnlyList<TableColumn> Columns { get; } =
    [
        Cells.Name,
        new("Ready", Description: "The aggregate readiness state of this pod for accepting traffic."),
        new("Status", Description: "The aggregate status of the containers in this pod."),
        new("Restarts", Description: "The number of times the containers in this pod have been restarted and when the last container in this pod has restarted."),
        Cells.Age,
        new("IP", Description: "Address of the pod.", Priority: 1),
        new("Node", Description: "Node the pod is bound to.", Priority: 1),
        new("Nominated Node", Description: "Node the pod is expected to run on after others made room.", Priority: 1),
        new("Readiness Gates", Description: "Extra conditions that hold, of those the pod waits for.", Priority: 1),
    ];

    public static void Write(Pod pod, TableRowBuilder row)
    {
        var summary = Summarize(pod);
        row.Text(pod.Metadata.Name);
        row.Text($"{summary.Ready}/{summary.Total}");
        row.Text(summary.Reason);
        row.Text(summary.Restarts > 0 && summary.LastRestart != default
            ? $"{summary.Restarts} ({Cells.Since(summary.LastRestart, row.Now)} ago)"
            : Cells.Number(summary.Restarts));
        row.Age(pod.Metadata.CreationTimestamp);
        row.Text(pod.Status.PodIPs.Count > 0 ? Cells.OrNone(pod.Status.PodIPs[0].Ip) : Cells.OrNone(pod.Status.PodIP));
        row.Text(Cells.OrNone(pod.Spec.NodeName));
        row.Text(Cells.OrNone(pod.Status.NominatedNodeName));
        row.Text(Gates(pod));
    }

    /// <summary>The Completed condition of rows of pods that are over; kubectl leaves such rows out where it only shows what goes on.</summary>
    public static string? CompletedReason(Pod pod) => pod.IsTerminal() ? pod.Status.Phase : null;

    internal static Summary Summarize(Pod pod)
    {
        var summary = new Summary { Total = pod.Spec.Containers.Count, Reason = pod.Status.Reason.Length > 0 ? pod.Status.Reason : pod.Status.Phase };
        foreach (var container in pod.Spec.InitContainers)
        {
            if (container.IsRestartableInit()) summary.Total++;
        }

        if (pod.Status.GetCondition(PodConditionType.PodScheduled)?.Reason == SchedulingGated) summary.Reason = SchedulingGated;
        var sidecars = default(RestartCount);
        var initializing = Initialization(pod, ref summary, ref sidecars);
        if (!initializing || pod.Status.GetCondition(PodConditionType.Initialized)?.Status == ConditionStatus.True)
        {
            summary.Restarts = sidecars.Count;
            summary.LastRestart = sidecars.Last;
            Running(pod, ref summary);
        }

        if (pod.Metadata.DeletionTimestamp is not null)
        {
            if (pod.Status.Reason == NodeLost) summary.Reason = "Unknown";
            else if (!pod.IsTerminal()) summary.Reason = "Terminating";
        }

        return summary;
    }

    /// <summary>Looks at the init containers until one that is not done; says whether there is one.</summary>
    private static bool Initialization(Pod pod, ref Summary summary, ref RestartCount sidecars)
    {
        var statuses = pod.Status.InitContainerStatuses;
        for (var i = 0; i < statuses.Count; i++)
        {
            var status = statuses[i];
            summary.AddRestarts(status);
            var restartable = IsRestartable(pod.Spec, status.Name);
            if (restartable) sidecars.Add(status);
            if (status.State.Terminated is { ExitCode: 0 }) continue;
            if (restartable && status.Started == true)
            {
                if (status.Ready) summary.Ready++;
                continue;
            }

            summary.Reason = status.State switch
            {
                { Terminated: { Reason: not "" } ended } => "Init:" + ended.Reason,
                { Terminated: { Signal: not 0 } killed } => $"Init:Signal:{killed.Signal}",
                { Terminated: { } ended } => $"Init:ExitCode:{ended.ExitCode}",
                { Waiting: { Reason: not ("" or PodInitializing) } waiting } => "Init:" + waiting.Reason,
                _ => $"Init:{i}/{pod.Spec.InitContainers.Count}",
            };
            return true;
        }

        return false;
    }

    private static void Running(Pod pod, ref Summary summary)
    {
        var running = false;
        string? failure = null;
        var statuses = pod.Status.ContainerStatuses;
        for (var i = statuses.Count - 1; i >= 0; i--)
        {
            var status = statuses[i];
            summary.AddRestarts(status);
            switch (status.State)
            {
                case { Waiting.Reason: not "" }:
                    summary.Reason = status.State.Waiting.Reason;
                    break;
                case { Terminated: { } ended }:
                    summary.Reason = ended.Reason.Length > 0 ? ended.Reason : ended.Signal != 0 ? $"Signal:{ended.Signal}" : $"ExitCode:{ended.ExitCode}";
                    if (ended.ExitCode != 0) failure = summary.Reason;
                    break;
                case { Running: not null } when status.Ready:
                    running = true;
                    summary.Ready++;
                    break;
            }
        }

        if (summary.Reason != Completed) return;
        if (running && pod.IsReady()) summary.Reason = "Running";
        else if (failure is not null) summary.Reason = failure;
        else if (running) summary.Reason = "NotReady";
    }

    private static bool IsRestartable(PodSpec spec, string name)
    {
        foreach (var container in spec.InitContainers)
        {
            if (container.Name == name) return container.IsRestartableInit();
        }

        return false;
    }

    private static string Gates(Pod pod)
    {
        if (pod.Spec.ReadinessGates.Count == 0) return Cells.None;
        var open = 0;
        foreach (var gate in pod.Spec.ReadinessGates)
        {
            if (pod.Status.GetCondition(gate.ConditionType)?.Status == ConditionStatus.True) open++;
        }

        return $"{open}/{pod.Spec.ReadinessGates.Count}";
    }

    /// <summary>What the row shows before it is put into words.</summary>
    internal struct Summary
    {
        public int Ready;
        public int Total;
        public string Reason;
        public int Restarts;
        public DateTimeOffset LastRestart;

        public void AddRestarts(ContainerStatus status)
        {
            Restarts += status.RestartCount;
            if (status.LastState.Terminated is { } ended && ended.FinishedAt > LastRestart) LastRestart = ended.FinishedAt;
        }
    }

    private struct RestartCount
    {
        public int Count;
        public DateTimeOffset Last;

        public void Add(ContainerStatus status)
        {
            Count += status.RestartCount;
            if (status.LastState.Terminated is { } ended && ended.FinishedAt > Last) Last = ended.FinishedAt;
        }
    }
}
