using System.Collections.Immutable;
using Kubesharp.Api.Core.V1;
using ContainerState = Kubesharp.Node.Cri.V1.ContainerState;

namespace Kubesharp.Node.Pods;

/// <summary>
/// Decides what to do for a pod from its definition and what runs, and nothing else: the same input gives the same actions, whoever
/// asks and however often. Back-off is not its matter, so that a start it asks for may have to wait.
/// </summary>
public static class PodActionPlanner
{
    /// <summary>Plans the next step of a pod that should run.</summary>
    /// <param name="pod">What is wanted.</param>
    /// <param name="runtime">What is there.</param>
    /// <param name="liveness">Result of the liveness probe of a container ID.</param>
    /// <param name="startup">Result of the startup probe of a container ID.</param>
    public static PodActions ComputePodActions(
        Pod pod, PodRuntimeStatus runtime, Func<string, ProbeResult> liveness, Func<string, ProbeResult> startup)
    {
        if (RestartsAll(pod, runtime)) return new PodActions { Reset = ToReset(pod, runtime) };
        var (needsSandbox, attempt, sandboxId) = SandboxNeeded(pod, runtime);
        if (needsSandbox) return StartAnew(pod, runtime, attempt, sandboxId);

        var plan = new Plan(pod, runtime, liveness, startup);
        plan.StartEphemeral();
        var initialized = plan.Initialize();
        if (plan.KillPod || !initialized) return plan.ToActions(sandboxId, attempt);

        plan.KeepRegular();
        return plan.ToActions(sandboxId, attempt);
    }

    /// <summary>Whether the end of a container has all containers started anew, by its restart rules. It does as long as the runtime has that container.</summary>
    internal static bool RestartsAll(Pod pod, PodRuntimeStatus runtime)
    {
        if (!pod.Spec.MayRestartAllContainers()) return false;
        foreach (var container in runtime.Containers)
        {
            if (HasRestartedAll(pod, runtime, container)) return true;
        }

        return false;
    }

    /// <summary>True when a regular container has been made, so that all init containers have done their work.</summary>
    internal static bool HasRegularContainer(Pod pod, PodRuntimeStatus runtime)
    {
        foreach (var container in pod.Spec.Containers)
        {
            if (runtime.Find(container.Name) is not null) return true;
        }

        return false;
    }

    private static bool HasRestartedAll(Pod pod, PodRuntimeStatus runtime, RuntimeContainer container) =>
        container.HasExited
        && runtime.Find(container.Name) == container
        && pod.FindContainer(container.Name)?.Container.FindRestartRule(container.ExitCode)?.Action == ContainerRestartRuleAction.RestartAllContainers;

    /// <summary>
    /// Regular containers first, and those whose end is the reason last: whoever is interrupted before knows by them what to go on with.
    /// </summary>
    private static ImmutableArray<RuntimeContainer> ToReset(Pod pod, PodRuntimeStatus runtime)
    {
        return [.. runtime.Containers.OrderBy(Rank).ThenBy(container => container.RestartCount)];

        int Rank(RuntimeContainer container)
        {
            if (HasRestartedAll(pod, runtime, container)) return 2;
            return pod.FindContainer(container.Name)?.Kind == ContainerKind.Init ? 1 : 0;
        }
    }

    private static (bool Needed, uint Attempt, string SandboxId) SandboxNeeded(Pod pod, PodRuntimeStatus runtime)
    {
        if (runtime.Sandbox is not { } newest) return (true, 0, "");
        var ready = runtime.Sandboxes.Count(sandbox => sandbox.IsReady);

        // More than one can only be left over from a failed attempt to replace one.
        if (ready > 1 || !newest.IsReady) return (true, newest.Attempt + 1, newest.Id);
        if (newest.HostNetwork != pod.Spec.HostNetwork) return (true, newest.Attempt + 1, "");
        if (!pod.Spec.HostNetwork && newest.Ips.Length == 0) return (true, newest.Attempt + 1, newest.Id);
        return (false, newest.Attempt, newest.Id);
    }

    /// <summary>Without a usable sandbox everything begins again, unless the pod's containers have done all they ever will.</summary>
    private static PodActions StartAnew(Pod pod, PodRuntimeStatus runtime, uint attempt, string sandboxId)
    {
        var stopOnly = new PodActions { KillPod = true, SandboxId = sandboxId, Attempt = attempt };
        if (attempt != 0 && runtime.Containers.Length != 0 && pod.Spec.RestartPolicy == RestartPolicy.Never && !AnyMayRestart(pod, runtime))
            return stopOnly;

        var start = ImmutableArray.CreateBuilder<ContainerStart>();
        for (var i = 0; i < pod.Spec.Containers.Count; i++)
        {
            var ended = runtime.Find(pod.Spec.Containers[i].Name);
            if (ended is { HasExited: true } && !pod.RestartsAfter(pod.Spec.Containers[i], ended.ExitCode)) continue;
            start.Add(new ContainerStart(ContainerKind.Regular, i));
        }

        if (start.Count == 0) return stopOnly;
        if (pod.Spec.InitContainers.Count > 0)
        {
            start.Clear();
            start.Add(new ContainerStart(ContainerKind.Init, 0));
        }

        return stopOnly with { CreateSandbox = true, Start = start.ToImmutable() };
    }

    private static bool AnyMayRestart(Pod pod, PodRuntimeStatus runtime)
    {
        foreach (var container in pod.Spec.Containers)
        {
            if (container.RestartPolicy is null && container.RestartPolicyRules.Count == 0) continue;
            if (runtime.Find(container.Name) is not { HasExited: true } ended || pod.RestartsAfter(container, ended.ExitCode)) return true;
        }

        return false;
    }

    /// <summary>The actions as they are found, container by container.</summary>
    private sealed class Plan(Pod pod, PodRuntimeStatus runtime, Func<string, ProbeResult> liveness, Func<string, ProbeResult> startup)
    {
        private readonly List<ContainerKill> _kill = [];
        private readonly List<ContainerStart> _ephemeral = [];
        private readonly List<int> _init = [];
        private readonly List<ContainerStart> _regular = [];

        public bool KillPod { get; private set; }

        public PodActions ToActions(string sandboxId, uint attempt)
        {
            // Init containers were looked at from the last to the first, and one may have been found twice.
            var init = KillPod ? [] : _init.Distinct().Order().Select(index => new ContainerStart(ContainerKind.Init, index));
            return new PodActions
            {
                KillPod = KillPod,
                SandboxId = sandboxId,
                Attempt = attempt,
                Kill = [.. _kill],
                Start = [.. _ephemeral, .. init, .. _regular],
            };
        }

        public void StartEphemeral()
        {
            for (var i = 0; i < pod.Spec.EphemeralContainers.Count; i++)
            {
                if (runtime.Find(pod.Spec.EphemeralContainers[i].EphemeralContainerCommon.Name) is null) _ephemeral.Add(new ContainerStart(ContainerKind.Ephemeral, i));
            }
        }

        /// <summary>
        /// Finds the next init container to run and the sidecars to restart. It begins at the last one, because the earlier ones may have
        /// been cleaned up: what is known of a later one proves that the earlier ones are done.
        /// </summary>
        /// <returns>True when regular containers may run.</returns>
        public bool Initialize()
        {
            var count = pod.Spec.InitContainers.Count;
            if (count == 0) return true;
            var initialized = HasRegularContainer(pod, runtime);
            var laterOneKnown = initialized;
            for (var i = count - 1; i >= 0; i--)
            {
                var container = pod.Spec.InitContainers[i];
                var status = runtime.Find(container.Name);
                if (status is null)
                {
                    // A sidecar whose container was removed after its time still has to run.
                    if (laterOneKnown && container.IsRestartableInit()) _init.Add(i);
                    continue;
                }

                if (laterOneKnown && !container.IsRestartableInit()) continue;
                var done = container.IsRestartableInit() ? KeepSidecar(i, container, status) : RunToCompletion(i, container, status);
                if (KillPod) return false;
                if (done && i == count - 1) initialized = true;
                else if (done && !laterOneKnown) _init.Add(i + 1);
                laterOneKnown = true;
            }

            if (!laterOneKnown) _init.Add(0);
            return initialized;
        }

        /// <summary>Restarts what must run, ends what must not, and ends the pod when nothing is left to run.</summary>
        public void KeepRegular()
        {
            var kept = 0;
            for (var i = 0; i < pod.Spec.Containers.Count; i++)
            {
                var container = pod.Spec.Containers[i];
                var start = new ContainerStart(ContainerKind.Regular, i);
                var status = runtime.Find(container.Name);
                if (status is not { IsRunning: true })
                {
                    if (!MustStart(container, status)) continue;
                    _regular.Add(start);
                    if (status?.State == ContainerState.ContainerUnknown)
                        Kill(status, "Container is in unknown state, try killing it before restarting", KillReason.Unknown);
                    continue;
                }

                if (Fault(container, status, "Container") is not { } fault)
                {
                    kept++;
                    continue;
                }

                var restart = fault.Reason == KillReason.DefinitionChanged || pod.RestartsAfter(container, exitCode: 137);
                if (restart) _regular.Add(start);
                Kill(status, restart ? fault.Message + ", will be restarted" : fault.Message, fault.Reason);
            }

            if (kept == 0 && _regular.Count == 0) KillPod = true;
        }

        private bool MustStart(Container container, RuntimeContainer? status)
        {
            if (pod.IsTerminating()) return false;

            // One that was made and never ran failed to start, and has no exit status to judge by.
            if (status is null || !status.HasExited) return true;
            return pod.RestartsAfter(container, status.ExitCode);
        }

        private bool RunToCompletion(int index, Container container, RuntimeContainer status)
        {
            if (status.IsRunning) return false;
            if (status is { HasExited: true, ExitCode: 0 }) return true;
            if (status.State == ContainerState.ContainerUnknown)
                Kill(status, "Init container is in unknown state, try killing it before restarting", KillReason.Unknown);
            if (status.State != ContainerState.ContainerCreated && !pod.RestartsAfter(container, status.HasExited ? status.ExitCode : 137))
            {
                KillPod = true;
                return false;
            }

            _init.Add(index);
            return false;
        }

        /// <returns>True when the sidecar has come up, so that the next one may start.</returns>
        private bool KeepSidecar(int index, Container container, RuntimeContainer status)
        {
            if (!status.IsRunning)
            {
                if (status.State == ContainerState.ContainerUnknown)
                    Kill(status, "Init container is in unknown state, try killing it before restarting", KillReason.Unknown);
                _init.Add(index);
                return false;
            }

            var started = container.StartupProbe is null || startup(status.Id) == ProbeResult.Success;
            if (Fault(container, status, "Init container") is { } fault)
            {
                Kill(status, fault.Message, fault.Reason);
                _init.Add(index);
            }

            return started;
        }

        private (string Message, KillReason Reason)? Fault(Container container, RuntimeContainer status, string what)
        {
            if (status.Hash.Length > 0 && status.Hash != ContainerHash.Of(container))
                return ($"{what} {container.Name} definition changed", KillReason.DefinitionChanged);
            if (container.LivenessProbe is not null && liveness(status.Id) == ProbeResult.Failure)
                return ($"{what} {container.Name} failed liveness probe", KillReason.LivenessProbe);
            if (container.StartupProbe is not null && startup(status.Id) == ProbeResult.Failure)
                return ($"{what} {container.Name} failed startup probe", KillReason.StartupProbe);
            return null;
        }

        private void Kill(RuntimeContainer status, string message, KillReason reason) =>
            _kill.Add(new ContainerKill(status.Id, status.Name, message, reason));
    }
}
