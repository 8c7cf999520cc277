using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Checks pods, and what updates may change of them.</summary>
internal static class PodValidator
{
    private const string UpdatableFields =
        "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly FieldPath Status = FieldPath.Of("status");

    /// <summary>Checks a new pod.</summary>
    public static void ValidateCreate(Pod pod, ErrorList errors)
    {
        Validate(pod, errors);
        if (pod.Spec.EphemeralContainers.Count > 0) errors.Forbidden(Spec.Child("ephemeralContainers"), "cannot be set on create");
        if (pod.Spec.NodeName.Length > 0 && pod.Spec.SchedulingGates.Count > 0) errors.Forbidden(Spec.Child("nodeName"), "cannot be set until all schedulingGates have been cleared");
    }

    /// <summary>Checks what holds for pods at any time.</summary>
    public static void Validate(Pod pod, ErrorList errors)
    {
        PodSpecValidator.Validate(pod.Spec, pod.Metadata, Spec, errors);
        if (pod.Spec.ServiceAccountName.Length == 0) NoTokens(pod.Spec, errors);
        Images(pod.Spec.Containers, "containers", errors);
        Images(pod.Spec.InitContainers, "initContainers", errors);
    }

    public static void ValidateUpdate(Pod pod, Pod old, ErrorList errors)
    {
        Validate(pod, errors);
        if (!SameContainers(pod.Spec.Containers, old.Spec.Containers, "containers", errors)) return;
        if (!SameContainers(pod.Spec.InitContainers, old.Spec.InitContainers, "initContainers", errors)) return;
        if (!Deadline(pod.Spec, old.Spec, errors)) return;
        OnlyAddedTolerations(pod.Spec, old.Spec, errors);
        OnlyRemovedGates(pod.Spec, old.Spec, errors);
        var munged = Munge(pod.Spec, old.Spec, errors);
        if (munged == old.Spec) return;
        errors.Forbidden(Spec, $"pod updates may not change fields other than {UpdatableFields}\n{SpecDiff.Describe(old.Spec, munged)}");
    }

    public static void ValidateStatusUpdate(Pod pod, Pod old, ErrorList errors)
    {
        var conditions = pod.Status.Conditions;
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i].Type is PodConditionType.Ready or PodConditionType.PodScheduled or PodConditionType.Initialized or PodConditionType.ContainersReady) continue;
            if (Names.QualifiedName(conditions[i].Type) is { Length: > 0 } bad) errors.Invalid(Status.Child("conditions").Index(i).Child("Condition"), conditions[i].Type, bad);
        }

        if (pod.Status.NominatedNodeName.Length > 0) Check.Rule(errors, Status, "nominatedNodeName", pod.Status.NominatedNodeName, Names.Dns1123Subdomain(pod.Status.NominatedNodeName));
        if (pod.Status.QosClass != old.Status.QosClass) errors.Invalid(Status.Child("qosClass"), pod.Status.QosClass, Check.Immutable);
        ContainerStates(pod.Status.ContainerStatuses, old.Status.ContainerStatuses, old.Spec, old.Spec.Containers, "containerStatuses", errors);
        ContainerStates(pod.Status.InitContainerStatuses, old.Status.InitContainerStatuses, old.Spec, old.Spec.InitContainers, "initContainerStatuses", errors);
        StaysTerminated(pod.Status.EphemeralContainerStatuses, old.Status.EphemeralContainerStatuses, static _ => false, "ephemeralContainerStatuses", errors);
        Ips(pod.Status, errors);
    }

    /// <summary>Ephemeral containers are only ever added.</summary>
    public static void ValidateEphemeralContainersUpdate(Pod pod, Pod old, ErrorList errors)
    {
        PodSpecValidator.Validate(pod.Spec, pod.Metadata, Spec, errors);
        var path = Spec.Child("ephemeralContainers");
        foreach (var container in old.Spec.EphemeralContainers)
        {
            var name = container.EphemeralContainerCommon.Name;
            var kept = Find(pod.Spec.EphemeralContainers, name);
            if (kept is null) errors.Forbidden(path, $"existing ephemeral containers \"{name}\" may not be removed\n");
            else if (kept != container) errors.Forbidden(path, $"existing ephemeral containers \"{name}\" may not be changed\n{SpecDiff.Describe(container, kept)}");
        }
    }

    /// <summary>Only the resources of containers may be changed by the resize subresource.</summary>
    public static void ValidateResize(Pod pod, Pod old, ErrorList errors)
    {
        Validate(pod, errors);
        if (old.Status.QosClass != pod.Spec.GetQosClass()) errors.Invalid(Spec, pod.Spec.GetQosClass(), $"Pod QOS Class may not change as a result of resizing");
        if (!SameContainers(pod.Spec.Containers, old.Spec.Containers, "containers", errors)) return;
        if (!SameContainers(pod.Spec.InitContainers, old.Spec.InitContainers, "initContainers", errors)) return;
        var containers = pod.Spec.Containers.AsSpan().ToArray();
        for (var i = 0; i < containers.Length; i++) containers[i] = containers[i] with { Resources = old.Spec.Containers[i].Resources };
        var initContainers = pod.Spec.InitContainers.AsSpan().ToArray();
        for (var i = 0; i < initContainers.Length; i++) initContainers[i] = initContainers[i] with { Resources = old.Spec.InitContainers[i].Resources };
        var munged = pod.Spec with { Containers = ValueList.Wrap(containers), InitContainers = ValueList.Wrap(initContainers), Resources = old.Spec.Resources };
        if (munged != old.Spec) errors.Forbidden(Spec, "only cpu and memory resources are mutable");
    }

    private static EphemeralContainer? Find(ValueList<EphemeralContainer> containers, string name)
    {
        foreach (var container in containers)
        {
            if (container.EphemeralContainerCommon.Name == name) return container;
        }

        return null;
    }

    private static void NoTokens(PodSpec spec, ErrorList errors)
    {
        for (var i = 0; i < spec.Volumes.Count; i++)
        {
            if (spec.Volumes[i].Source.Projected is not { } projected) continue;
            for (var j = 0; j < projected.Sources.Count; j++)
            {
                if (projected.Sources[j].ServiceAccountToken is null) continue;
                errors.Forbidden(Spec.Child("volumes").Index(i).Child("projected", "sources").Index(j).Child("serviceAccountToken"), "must not be specified when serviceAccountName is not set");
            }
        }
    }

    private static void Images(ValueList<Container> containers, string field, ErrorList errors)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            var image = containers[i].Image;
            if (image.Length > 0 && (char.IsWhiteSpace(image[0]) || char.IsWhiteSpace(image[^1]))) ContainerValidator.WhitespaceInImage(image, Spec.Child(field).Index(i), errors);
        }
    }

    private static bool SameContainers(ValueList<Container> containers, ValueList<Container> old, string field, ErrorList errors)
    {
        if (containers.Count != old.Count)
        {
            errors.Forbidden(Spec.Child(field), "pod updates may not add or remove containers");
            return false;
        }

        for (var i = 0; i < containers.Count; i++)
        {
            if (containers[i].Image.Length == 0) errors.Required(Spec.Child(field).Index(i).Child("image"));
        }

        return true;
    }

    private static bool Deadline(PodSpec spec, PodSpec old, ErrorList errors)
    {
        if (spec.ActiveDeadlineSeconds is { } deadline)
        {
            if (Names.InRange(deadline, 0, int.MaxValue) is { Length: > 0 } bad)
            {
                errors.Invalid(Spec.Child("activeDeadlineSeconds"), deadline, bad);
                return false;
            }

            if (old.ActiveDeadlineSeconds < deadline)
            {
                errors.Invalid(Spec.Child("activeDeadlineSeconds"), deadline, "must be less than or equal to previous value");
                return false;
            }
        }
        else if (old.ActiveDeadlineSeconds is not null)
        {
            errors.Invalid(Spec.Child("activeDeadlineSeconds"), BadValue.Null, "must not update from a positive integer to nil value");
        }

        return true;
    }

    private static void OnlyAddedTolerations(PodSpec spec, PodSpec old, ErrorList errors)
    {
        if (spec.Tolerations == old.Tolerations) return;
        foreach (var before in old.Tolerations)
        {
            var kept = spec.Tolerations.Any(now => now.Key == before.Key && now.Operator == before.Operator && now.Value == before.Value && now.Effect == before.Effect);
            if (kept) continue;
            errors.Forbidden(Spec.Child("tolerations"), "existing toleration can not be modified except its tolerationSeconds");
            return;
        }
    }

    private static void OnlyRemovedGates(PodSpec spec, PodSpec old, ErrorList errors)
    {
        for (var i = 0; i < spec.SchedulingGates.Count; i++)
        {
            if (!old.SchedulingGates.Contains(spec.SchedulingGates[i]))
            {
                errors.Forbidden(Spec.Child("schedulingGates").Index(i).Child("name"), $"only deletion is allowed, but found new scheduling gate '{spec.SchedulingGates[i].Name}'");
            }
        }
    }

    /// <summary>The new specification with everything put back that may change, so that what still differs may not.</summary>
    private static PodSpec Munge(PodSpec spec, PodSpec old, ErrorList errors)
    {
        if (ReferenceEquals(spec, old)) return old;
        var munged = spec with
        {
            Containers = WithImagesOf(spec.Containers, old.Containers),
            InitContainers = WithImagesOf(spec.InitContainers, old.InitContainers),
            ActiveDeadlineSeconds = old.ActiveDeadlineSeconds,
            SchedulingGates = old.SchedulingGates,
            Tolerations = old.Tolerations,
        };
        if (old.TerminationGracePeriodSeconds < 0 && munged.TerminationGracePeriodSeconds == 1) munged = munged with { TerminationGracePeriodSeconds = old.TerminationGracePeriodSeconds };
        return old.SchedulingGates.Count == 0 ? munged : MungeGated(munged, old, errors);
    }

    /// <summary>A pod that no scheduler may touch yet can still be narrowed down to fewer nodes.</summary>
    private static PodSpec MungeGated(PodSpec munged, PodSpec old, ErrorList errors)
    {
        if (munged.NodeSelector != old.NodeSelector)
        {
            foreach (var (name, value) in old.NodeSelector)
            {
                if (munged.NodeSelector.Get(name) == value && munged.NodeSelector.ContainsKey(name)) continue;
                errors.Invalid(Spec.Child("nodeSelector"), munged.NodeSelector, "only additions to nodeSelector are allowed (no mutations or deletions)");
                break;
            }

            munged = munged with { NodeSelector = old.NodeSelector };
        }

        var affinity = munged.Affinity?.NodeAffinity;
        var oldAffinity = old.Affinity?.NodeAffinity;
        if (affinity == oldAffinity) return munged;
        NarrowedAffinity(affinity?.RequiredDuringSchedulingIgnoredDuringExecution, oldAffinity?.RequiredDuringSchedulingIgnoredDuringExecution, errors);
        var rest = (munged.Affinity ?? Affinity.Empty) with { NodeAffinity = oldAffinity };
        return munged with { Affinity = old.Affinity is null && rest == Affinity.Empty ? null : rest };
    }

    private static void NarrowedAffinity(NodeSelector? required, NodeSelector? old, ErrorList errors)
    {
        var path = Spec.Child("affinity", "nodeAffinity").Child("requiredDuringSchedulingIgnoredDuringExecution");
        if (old is null) return;
        if (required is null)
        {
            errors.Invalid(path, BadValue.Null, "field is immutable");
            return;
        }

        if (required.NodeSelectorTerms.Count != old.NodeSelectorTerms.Count)
        {
            errors.Invalid(path.Child("nodeSelectorTerms"), required.NodeSelectorTerms.Count, "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
            return;
        }

        for (var i = 0; i < required.NodeSelectorTerms.Count; i++)
        {
            var term = required.NodeSelectorTerms[i];
            var before = old.NodeSelectorTerms[i];
            if (!StartsWith(term.MatchExpressions, before.MatchExpressions) || !StartsWith(term.MatchFields, before.MatchFields))
            {
                errors.Invalid(path.Child("nodeSelectorTerms").Index(i), "", "only additions are allowed (no mutations or deletions)");
            }
        }
    }

    private static bool StartsWith(ValueList<NodeSelectorRequirement> list, ValueList<NodeSelectorRequirement> start) =>
        list.Count >= start.Count && list.AsSpan()[..start.Count].SequenceEqual(start.AsSpan());

    private static ValueList<Container> WithImagesOf(ValueList<Container> containers, ValueList<Container> old)
    {
        Container[]? changed = null;
        for (var i = 0; i < containers.Count; i++)
        {
            if (containers[i].Image == old[i].Image) continue;
            changed ??= containers.AsSpan().ToArray();
            changed[i] = changed[i] with { Image = old[i].Image };
        }

        return changed is null ? containers : ValueList.Wrap(changed);
    }

    private static void ContainerStates(ValueList<ContainerStatus> statuses, ValueList<ContainerStatus> old, PodSpec spec, ValueList<Container> containers, string field, ErrorList errors)
    {
        if (old.Count == 0 || spec.MayRestartAllContainers()) return;
        StaysTerminated(
            statuses,
            old,
            status =>
            {
                foreach (var container in containers)
                {
                    if (container.Name != status.Name) continue;
                    if (container.RestartPolicyRules.Count > 0) return true;
                    var policy = container.RestartPolicy ?? spec.RestartPolicy;

                    // Init containers of a pod that restarts always are started again only when they failed.
                    if (container.RestartPolicy is null && field == "initContainerStatuses" && policy == RestartPolicy.Always) policy = RestartPolicy.OnFailure;
                    return policy == RestartPolicy.Always || (policy == RestartPolicy.OnFailure && status.State.Terminated!.ExitCode != 0);
                }

                return spec.RestartPolicy == RestartPolicy.Always;
            },
            field,
            errors);
    }

    private static void StaysTerminated(ValueList<ContainerStatus> statuses, ValueList<ContainerStatus> old, Func<ContainerStatus, bool> mayRestart, string field, ErrorList errors)
    {
        foreach (var before in old)
        {
            if (before.State.Terminated is null || mayRestart(before)) continue;
            for (var i = 0; i < statuses.Count; i++)
            {
                if (statuses[i].Name == before.Name && statuses[i].State.Terminated is null)
                {
                    errors.Forbidden(Status.Child(field).Index(i).Child("state"), "may not be transitioned to non-terminated state");
                }
            }
        }
    }

    private static void Ips(PodStatus status, ErrorList errors)
    {
        for (var i = 0; i < status.PodIPs.Count; i++)
        {
            if (Addresses.Ip(status.PodIPs[i].Ip) is { Length: > 0 } bad) errors.Invalid(Status.Child("podIPs").Index(i), status.PodIPs[i].Ip, bad);
        }

        for (var i = 0; i < status.HostIPs.Count; i++)
        {
            if (Addresses.Ip(status.HostIPs[i].Ip) is { Length: > 0 } bad) errors.Invalid(Status.Child("hostIPs").Index(i), status.HostIPs[i].Ip, bad);
        }

        if (status.PodIPs.Count < 2) return;
        if (status.PodIPs.Count > 2 || status.PodIPs[0].Ip.Contains(':') == status.PodIPs[1].Ip.Contains(':'))
        {
            errors.Invalid(Status.Child("podIPs"), status.PodIPs.Select(address => address.Ip).ToValueList(), "may specify no more than one IP for each IP family");
        }
    }
}
