using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Checks the containers of a pod or a pod template.</summary>
internal static class ContainerValidator
{
    private const int MaxRestartRules = 20;
    private const int MaxRestartExitCodes = 255;

    /// <summary>What of the pod its containers have to fit.</summary>
    internal readonly ref struct PodScope(PodSpec spec)
    {
        public ReadOnlySpan<Volume> Volumes => spec.Volumes.AsSpan();

        public ValueList<PodResourceClaim> Claims => spec.ResourceClaims;

        public string RestartPolicy => spec.RestartPolicy;

        public bool? HostUsers => spec.HostUsers;

        public PodOS? Os => spec.Os;

        public long GracePeriod => spec.TerminationGracePeriodSeconds ?? 0;

        public PodSpec Spec => spec;
    }

    public static void Containers(PodScope scope, FieldPath path, ErrorList errors)
    {
        var containers = scope.Spec.Containers.AsSpan();
        if (containers.IsEmpty)
        {
            errors.Required(path);
            return;
        }

        for (var i = 0; i < containers.Length; i++)
        {
            var container = containers[i];
            var place = path.Index(i);
            Common(container, scope, place, errors);
            if (Check.IsRepeated(containers, i, static one => one.Name)) errors.Duplicate(place.Child("name"), container.Name);
            if (container.Lifecycle is { } lifecycle) HandlerValidator.Lifecycle(lifecycle, scope.GracePeriod, scope.Os, place.Child("lifecycle"), errors);
            Probes(container, scope.GracePeriod, place, errors);
            Restarts(container, place, errors);
        }

        HostPortConflicts(containers, path, errors);
    }

    public static void InitContainers(PodScope scope, FieldPath path, ErrorList errors)
    {
        var containers = scope.Spec.InitContainers.AsSpan();
        for (var i = 0; i < containers.Length; i++)
        {
            var container = containers[i];
            var place = path.Index(i);
            Common(container, scope, place, errors);
            if (container.RestartPolicy is not null || container.RestartPolicyRules.Count > 0) Restarts(container, place, errors);
            if (container.Name.Length > 0 && (Check.IsRepeated(containers, i, static one => one.Name) || IsNamed(scope.Spec.Containers, container.Name)))
            {
                errors.Duplicate(place.Child("name"), container.Name);
            }

            HostPortConflicts(containers.Slice(i, 1), path, errors);
            if (container.RestartPolicy == ContainerRestartPolicy.Always)
            {
                if (container.Lifecycle is { } lifecycle) HandlerValidator.Lifecycle(lifecycle, scope.GracePeriod, scope.Os, place.Child("lifecycle"), errors);
                Probes(container, scope.GracePeriod, place, errors);
                continue;
            }

            const string Reason = "may not be set for init containers without restartPolicy=Always";
            if (container.Lifecycle is not null) errors.Forbidden(place.Child("lifecycle"), Reason);
            if (container.LivenessProbe is not null) errors.Forbidden(place.Child("livenessProbe"), Reason);
            if (container.ReadinessProbe is not null) errors.Forbidden(place.Child("readinessProbe"), Reason);
            if (container.StartupProbe is not null) errors.Forbidden(place.Child("startupProbe"), Reason);
        }
    }

    public static void EphemeralContainers(PodScope scope, FieldPath path, ErrorList errors)
    {
        var containers = scope.Spec.EphemeralContainers.AsSpan();
        for (var i = 0; i < containers.Length; i++)
        {
            var ephemeral = containers[i];
            var common = ephemeral.EphemeralContainerCommon;
            var place = path.Index(i);
            Common(AsContainer(common), scope, place, errors);
            WhitespaceInImage(common.Image, place, errors);
            if (Check.IsRepeated(containers, i, static one => one.EphemeralContainerCommon.Name) || IsNamed(scope.Spec.Containers, common.Name) || IsNamed(scope.Spec.InitContainers, common.Name))
            {
                errors.Duplicate(place.Child("name"), common.Name);
            }

            if (ephemeral.TargetContainerName.Length > 0 && !IsNamed(scope.Spec.Containers, ephemeral.TargetContainerName) && !IsNamed(scope.Spec.InitContainers, ephemeral.TargetContainerName))
            {
                errors.NotFound(place.Child("targetContainerName"), ephemeral.TargetContainerName);
            }

            const string Reason = "cannot be set for an Ephemeral Container";
            if (common.Ports.Count > 0) errors.Forbidden(place.Child("ports"), Reason);
            if (common.LivenessProbe is not null) errors.Forbidden(place.Child("livenessProbe"), Reason);
            if (common.ReadinessProbe is not null) errors.Forbidden(place.Child("readinessProbe"), Reason);
            if (common.StartupProbe is not null) errors.Forbidden(place.Child("startupProbe"), Reason);
            if (common.Lifecycle is not null) errors.Forbidden(place.Child("lifecycle"), Reason);
            if (common.Resources != ResourceRequirements.Empty) errors.Forbidden(place.Child("resources"), Reason);
            if (common.RestartPolicy is not null) errors.Forbidden(place.Child("restartPolicy"), Reason);
            if (common.ResizePolicy.Count > 0) errors.Forbidden(place.Child("resizePolicy"), Reason);
            foreach (var mount in common.VolumeMounts)
            {
                if (mount.SubPath.Length > 0) errors.Forbidden(place.Child("volumeMounts").Child("subPath"), Reason);
                if (mount.SubPathExpr.Length > 0) errors.Forbidden(place.Child("volumeMounts").Child("subPathExpr"), Reason);
            }
        }
    }

    /// <summary>Refuses images with space around the name, which old templates may still contain.</summary>
    public static void WhitespaceInImage(string image, FieldPath path, ErrorList errors)
    {
        if (image.Length > 0 && (char.IsWhiteSpace(image[0]) || char.IsWhiteSpace(image[^1]))) errors.Invalid(path.Child("image"), image, "must not have leading or trailing whitespace");
    }

    private static Container AsContainer(EphemeralContainerCommon common) => new()
    {
        Name = common.Name,
        Image = common.Image,
        TerminationMessagePolicy = common.TerminationMessagePolicy,
        Ports = common.Ports,
        Env = common.Env,
        EnvFrom = common.EnvFrom,
        VolumeMounts = common.VolumeMounts,
        VolumeDevices = common.VolumeDevices,
        ImagePullPolicy = common.ImagePullPolicy,
        Resources = common.Resources,
        SecurityContext = common.SecurityContext,
    };

    private static void Common(Container container, PodScope scope, FieldPath path, ErrorList errors)
    {
        if (container.Name.Length == 0) errors.Required(path.Child("name"));
        else Check.Rule(errors, path, "name", container.Name, Names.Dns1123Label(container.Name));
        if (container.Image.Length == 0) errors.Required(path.Child("image"));
        Check.OneOf(errors, path, "terminationMessagePolicy", container.TerminationMessagePolicy, TerminationMessagePolicy.FallbackToLogsOnError, TerminationMessagePolicy.File);
        if (container.Ports.Count > 0) Ports(container.Ports.AsSpan(), path.Child("ports"), errors);
        if (container.Env.Count > 0) EnvironmentValidator.Env(container.Env, scope.Volumes, path.Child("env"), errors);
        if (container.EnvFrom.Count > 0) EnvironmentValidator.EnvFrom(container.EnvFrom, path.Child("envFrom"), errors);
        if (container.VolumeMounts.Count > 0) MountValidator.Mounts(container, scope.Volumes, path.Child("volumeMounts"), errors);
        if (container.VolumeDevices.Count > 0) MountValidator.Devices(container, scope.Volumes, path.Child("volumeDevices"), errors);
        Check.OneOf(errors, path, "imagePullPolicy", container.ImagePullPolicy, PullPolicy.Always, PullPolicy.IfNotPresent, PullPolicy.Never);
        ResourceValidator.Container(container.Resources, scope.Claims, path.Child("resources"), errors);
        if (container.ResizePolicy.Count > 0) ResizePolicy(container.ResizePolicy.AsSpan(), scope.RestartPolicy, path.Child("resizePolicy"), errors);
        if (container.SecurityContext is not null) SecurityContextValidator.Container(container.SecurityContext, path.Child("securityContext"), scope.HostUsers, errors);
    }

    private static void Probes(Container container, long gracePeriod, FieldPath path, ErrorList errors)
    {
        if (container.LivenessProbe is { } liveness) HandlerValidator.Probe(liveness, gracePeriod, path.Child("livenessProbe"), errors, liveness: true);
        if (container.ReadinessProbe is { } readiness) HandlerValidator.Probe(readiness, gracePeriod, path.Child("readinessProbe"), errors, liveness: false);
        if (container.StartupProbe is { } startup) HandlerValidator.Probe(startup, gracePeriod, path.Child("startupProbe"), errors, liveness: false, startup: true);
    }

    private static void Ports(ReadOnlySpan<ContainerPort> ports, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < ports.Length; i++)
        {
            var port = ports[i];
            var place = path.Index(i);
            if (port.Name.Length > 0)
            {
                if (Names.PortName(port.Name) is { Length: > 0 } bad) errors.Invalid(place.Child("name"), port.Name, bad);
                else if (Check.IsRepeated(ports, i, static one => one.Name)) errors.Duplicate(place.Child("name"), port.Name);
            }

            if (port.Port == 0) errors.Required(place.Child("containerPort"));
            else Check.Rule(errors, place, "containerPort", port.Port, Names.PortNumber(port.Port));
            if (port.HostPort != 0) Check.Rule(errors, place, "hostPort", port.HostPort, Names.PortNumber(port.HostPort));
            Check.OneOf(errors, place, "protocol", port.Protocol, Protocol.SCTP, Protocol.TCP, Protocol.UDP);
        }
    }

    private static void HostPortConflicts(ReadOnlySpan<Container> containers, FieldPath path, ErrorList errors)
    {
        HashSet<(string, string, int)>? taken = null;
        for (var i = 0; i < containers.Length; i++)
        {
            var ports = containers[i].Ports;
            for (var j = 0; j < ports.Count; j++)
            {
                var port = ports[j];
                if (port.HostPort == 0) continue;
                taken ??= [];
                if (taken.Add((port.Protocol, port.HostIP, port.HostPort))) continue;
                errors.Duplicate(path.Index(i).Child("ports").Index(j).Child("hostPort"), $"{port.Protocol}/{port.HostIP}/{port.HostPort}");
            }
        }
    }

    private static void Restarts(Container container, FieldPath path, ErrorList errors)
    {
        if (container.RestartPolicy is null)
        {
            if (container.RestartPolicyRules.Count > 0) errors.Required(path.Child("restartPolicy"), "must specify restartPolicy when restart rules are used");
        }
        else
        {
            Check.OptionalOneOf(errors, path, "restartPolicy", container.RestartPolicy, ContainerRestartPolicy.Always, ContainerRestartPolicy.Never, ContainerRestartPolicy.OnFailure);
        }

        if (container.RestartPolicyRules.Count == 0) return;
        var rules = path.Child("restartPolicyRules");
        if (container.RestartPolicyRules.Count > MaxRestartRules) errors.TooMany(rules, container.RestartPolicyRules.Count, MaxRestartRules);
        for (var i = 0; i < container.RestartPolicyRules.Count; i++)
        {
            var rule = container.RestartPolicyRules[i];
            var place = rules.Index(i);
            Check.OneOf(errors, place, "action", rule.Action, ContainerRestartRuleAction.Restart, ContainerRestartRuleAction.RestartAllContainers);
            if (rule.ExitCodes is not { } codes)
            {
                errors.Required(place.Child("exitCodes"), "must be specified");
                continue;
            }

            Check.OneOf(errors, place.Child("exitCodes"), "operator", codes.Operator, ContainerRestartRuleOnExitCodesOperator.In, ContainerRestartRuleOnExitCodesOperator.NotIn);
            if (codes.Values.Count == 0) errors.Required(place.Child("exitCodes", "values"), "must specify at least one value");
            else if (codes.Values.Count > MaxRestartExitCodes) errors.TooMany(place.Child("exitCodes", "values"), codes.Values.Count, MaxRestartExitCodes);
        }
    }

    private static void ResizePolicy(ReadOnlySpan<ContainerResizePolicy> policies, string podRestartPolicy, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < policies.Length; i++)
        {
            var policy = policies[i];
            if (Check.IsRepeated(policies, i, static one => one.ResourceName)) errors.Duplicate(path.Index(i), policy.ResourceName);
            switch (policy.ResourceName)
            {
                case ResourceName.Cpu or ResourceName.Memory:
                    break;
                case "":
                    errors.Required(path);
                    break;
                default:
                    errors.NotSupported(path, policy.ResourceName, ResourceName.Cpu, ResourceName.Memory);
                    break;
            }

            switch (policy.RestartPolicy)
            {
                case ResourceResizeRestartPolicy.NotRequired or ResourceResizeRestartPolicy.RestartContainer:
                    break;
                case "":
                    errors.Required(path);
                    break;
                default:
                    errors.NotSupported(path, policy.RestartPolicy, ResourceResizeRestartPolicy.NotRequired, ResourceResizeRestartPolicy.RestartContainer);
                    break;
            }

            if (podRestartPolicy == RestartPolicy.Never && policy.RestartPolicy != ResourceResizeRestartPolicy.NotRequired)
            {
                errors.Invalid(path, policy.RestartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'");
            }
        }
    }

    private static bool IsNamed(ValueList<Container> containers, string name)
    {
        foreach (var container in containers)
        {
            if (container.Name == name) return true;
        }

        return false;
    }
}
