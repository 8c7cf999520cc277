using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Fills in what a container leaves open. Every function returns its argument when there is nothing to fill in.</summary>
internal static class ContainerDefaults
{
    private const string TerminationMessagePath = "/dev/termination-log";

    public static Container Apply(Container container)
    {
        var pullPolicy = container.ImagePullPolicy.Length > 0 ? container.ImagePullPolicy : ImageReference.DefaultPullPolicy(container.Image);
        var messagePath = container.TerminationMessagePath.Length > 0 ? container.TerminationMessagePath : TerminationMessagePath;
        var messagePolicy = container.TerminationMessagePolicy.Length > 0 ? container.TerminationMessagePolicy : TerminationMessagePolicy.File;
        var ports = container.Ports.Map(Port);
        var env = container.Env.Map(Variable);
        var resources = ResourceDefaults.Apply(container.Resources);
        var liveness = Probe(container.LivenessProbe);
        var readiness = Probe(container.ReadinessProbe);
        var startup = Probe(container.StartupProbe);
        var lifecycle = Lifecycle(container.Lifecycle);
        if (ReferenceEquals(pullPolicy, container.ImagePullPolicy) && ReferenceEquals(messagePath, container.TerminationMessagePath)
            && ReferenceEquals(messagePolicy, container.TerminationMessagePolicy) && ports.IsSame(container.Ports) && env.IsSame(container.Env)
            && ReferenceEquals(resources, container.Resources) && ReferenceEquals(liveness, container.LivenessProbe)
            && ReferenceEquals(readiness, container.ReadinessProbe) && ReferenceEquals(startup, container.StartupProbe)
            && ReferenceEquals(lifecycle, container.Lifecycle))
        {
            return container;
        }

        return container with
        {
            ImagePullPolicy = pullPolicy,
            TerminationMessagePath = messagePath,
            TerminationMessagePolicy = messagePolicy,
            Ports = ports,
            Env = env,
            Resources = resources,
            LivenessProbe = liveness,
            ReadinessProbe = readiness,
            StartupProbe = startup,
            Lifecycle = lifecycle,
        };
    }

    public static EphemeralContainer Apply(EphemeralContainer container)
    {
        var common = container.EphemeralContainerCommon;
        var pullPolicy = common.ImagePullPolicy.Length > 0 ? common.ImagePullPolicy : ImageReference.DefaultPullPolicy(common.Image);
        var messagePath = common.TerminationMessagePath.Length > 0 ? common.TerminationMessagePath : TerminationMessagePath;
        var messagePolicy = common.TerminationMessagePolicy.Length > 0 ? common.TerminationMessagePolicy : TerminationMessagePolicy.File;
        var ports = common.Ports.Map(Port);
        var env = common.Env.Map(Variable);
        var resources = ResourceDefaults.Apply(common.Resources);
        var liveness = Probe(common.LivenessProbe);
        var readiness = Probe(common.ReadinessProbe);
        var startup = Probe(common.StartupProbe);
        var lifecycle = Lifecycle(common.Lifecycle);
        if (ReferenceEquals(pullPolicy, common.ImagePullPolicy) && ReferenceEquals(messagePath, common.TerminationMessagePath)
            && ReferenceEquals(messagePolicy, common.TerminationMessagePolicy) && ports.IsSame(common.Ports) && env.IsSame(common.Env)
            && ReferenceEquals(resources, common.Resources) && ReferenceEquals(liveness, common.LivenessProbe)
            && ReferenceEquals(readiness, common.ReadinessProbe) && ReferenceEquals(startup, common.StartupProbe)
            && ReferenceEquals(lifecycle, common.Lifecycle))
        {
            return container;
        }

        return container with
        {
            EphemeralContainerCommon = common with
            {
                ImagePullPolicy = pullPolicy,
                TerminationMessagePath = messagePath,
                TerminationMessagePolicy = messagePolicy,
                Ports = ports,
                Env = env,
                Resources = resources,
                LivenessProbe = liveness,
                ReadinessProbe = readiness,
                StartupProbe = startup,
                Lifecycle = lifecycle,
            },
        };
    }

    private static ContainerPort Port(ContainerPort port) => port.Protocol.Length > 0 ? port : port with { Protocol = Protocol.TCP };

    private static EnvVar Variable(EnvVar variable)
    {
        switch (variable.ValueFrom)
        {
            case { FieldRef.ApiVersion: "" } source:
                return variable with { ValueFrom = source with { FieldRef = source.FieldRef with { ApiVersion = "v1" } } };
            case { FileKeyRef: { Optional: null } key } source:
                return variable with { ValueFrom = source with { FileKeyRef = key with { Optional = false } } };
            default:
                return variable;
        }
    }

    private static Probe? Probe(Probe? probe)
    {
        if (probe is null) return null;
        var handler = Handler(probe.Handler);
        if (ReferenceEquals(handler, probe.Handler) && probe.TimeoutSeconds != 0 && probe.PeriodSeconds != 0 && probe.SuccessThreshold != 0 && probe.FailureThreshold != 0)
        {
            return probe;
        }

        return probe with
        {
            Handler = handler,
            TimeoutSeconds = probe.TimeoutSeconds == 0 ? 1 : probe.TimeoutSeconds,
            PeriodSeconds = probe.PeriodSeconds == 0 ? 10 : probe.PeriodSeconds,
            SuccessThreshold = probe.SuccessThreshold == 0 ? 1 : probe.SuccessThreshold,
            FailureThreshold = probe.FailureThreshold == 0 ? 3 : probe.FailureThreshold,
        };
    }

    private static ProbeHandler Handler(ProbeHandler handler)
    {
        var http = Http(handler.HttpGet);
        var grpc = handler.Grpc is { Service: null } ? handler.Grpc with { Service = "" } : handler.Grpc;
        return ReferenceEquals(http, handler.HttpGet) && ReferenceEquals(grpc, handler.Grpc) ? handler : handler with { HttpGet = http, Grpc = grpc };
    }

    private static HTTPGetAction? Http(HTTPGetAction? action)
    {
        if (action is null || (action.Path.Length > 0 && action.Scheme.Length > 0)) return action;
        return action with { Path = action.Path.Length > 0 ? action.Path : "/", Scheme = action.Scheme.Length > 0 ? action.Scheme : URIScheme.HTTP };
    }

    private static Lifecycle? Lifecycle(Lifecycle? lifecycle)
    {
        if (lifecycle is null) return null;
        var postStart = Handler(lifecycle.PostStart);
        var preStop = Handler(lifecycle.PreStop);
        return ReferenceEquals(postStart, lifecycle.PostStart) && ReferenceEquals(preStop, lifecycle.PreStop)
            ? lifecycle
            : lifecycle with { PostStart = postStart, PreStop = preStop };
    }

    private static LifecycleHandler? Handler(LifecycleHandler? handler)
    {
        var http = Http(handler?.HttpGet);
        return ReferenceEquals(http, handler?.HttpGet) ? handler : handler! with { HttpGet = http };
    }
}
