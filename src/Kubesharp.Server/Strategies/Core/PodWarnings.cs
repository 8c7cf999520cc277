using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Warns of pods that are allowed and still most likely not what was meant.</summary>
internal static class PodWarnings
{
    /// <summary>Where the names of workloads turn up again.</summary>
    public const string PodNames = "Pod names and hostnames";
    private const string NullSelector = "a null labelSelector results in matching no pod";
    private const string UseSeccompField = "non-functional in v1.27+; use the \"seccompProfile\" field instead";

    private static readonly (string Key, string Message)[] OldAnnotations =
    [
        ("scheduler.alpha.kubernetes.io/critical-pod", "non-functional in v1.16+; use the \"priorityClassName\" field instead"),
        ("security.alpha.kubernetes.io/sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
        ("security.alpha.kubernetes.io/unsafe-sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
    ];

    public static void Add(Pod pod, Pod? old, RequestContext context)
    {
        if (old is null) AddForName(pod.Metadata.Name, "the Pod's hostname", context);
        if (old is not null && ReferenceEquals(pod.Spec, old.Spec)) return;
        Add(pod.Metadata, pod.Spec, "", context);
    }

    /// <summary>Warnings for the template of a workload; none when an update leaves it as it was.</summary>
    public static void AddForTemplate(PodTemplateSpec template, PodTemplateSpec? old, string path, RequestContext context)
    {
        if (!ReferenceEquals(template, old) && template != old) Add(template.Metadata, template.Spec, path + ".", context);
    }

    /// <summary>Warns of a name that is allowed but is no DNS label.</summary>
    /// <param name="name">The object's name.</param>
    /// <param name="use">Where the name turns up again.</param>
    /// <param name="context">Takes the warning.</param>
    public static void AddForName(string name, string use, RequestContext context)
    {
        if (Names.Dns1123Label(name) is { Length: > 0 } bad)
            context.Warn($"metadata.name: this is used in {use}, which can result in surprising behavior; a DNS label is recommended: [{string.Join(' ', bad)}]");
    }

    private static void Add(ObjectMeta metadata, PodSpec spec, string path, RequestContext context)
    {
        NodeLabels(spec, path + "spec", context);
        Annotations(metadata, spec, path, context);
        Lists(spec, path + "spec", context);
        for (var i = 0; i < spec.InitContainers.Count; i++) Container(spec.InitContainers[i], path, "initContainers", i, context);
        for (var i = 0; i < spec.Containers.Count; i++) Container(spec.Containers[i], path, "containers", i, context);
        Ports(spec, path + "spec", context);
        if (spec.TerminationGracePeriodSeconds < 0) context.Warn($"{path}spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1");
        PodAffinities(spec, path + "spec.affinity", context);
    }

    private static string? DeprecatedLabel(string key) => key switch
    {
        "beta.kubernetes.io/arch" => "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        "beta.kubernetes.io/os" => "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        "beta.kubernetes.io/instance-type" => "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
        "failure-domain.beta.kubernetes.io/region" => "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
        "failure-domain.beta.kubernetes.io/zone" => "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        _ => null,
    };

    private static void NodeLabels(PodSpec spec, string path, RequestContext context)
    {
        foreach (var (key, _) in spec.NodeSelector)
        {
            if (DeprecatedLabel(key) is { } message) context.Warn($"{path}.nodeSelector[{key}]: {message}");
        }

        if (spec.Affinity?.NodeAffinity is { } affinity)
        {
            if (affinity.RequiredDuringSchedulingIgnoredDuringExecution is { } required)
            {
                for (var i = 0; i < required.NodeSelectorTerms.Count; i++)
                    NodeTerm(required.NodeSelectorTerms[i], path, "requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms", i, "", context);
            }

            var preferred = affinity.PreferredDuringSchedulingIgnoredDuringExecution;
            for (var i = 0; i < preferred.Count; i++)
                NodeTerm(preferred[i].Preference, path, "preferredDuringSchedulingIgnoredDuringExecution", i, ".preference", context);
        }

        for (var i = 0; i < spec.TopologySpreadConstraints.Count; i++)
        {
            var constraint = spec.TopologySpreadConstraints[i];
            if (DeprecatedLabel(constraint.TopologyKey) is { } message) context.Warn($"{path}.topologySpreadConstraints[{i}].topologyKey: {constraint.TopologyKey} is {message}");
            if (constraint.LabelSelector is null) context.Warn($"{path}.topologySpreadConstraints[{i}].labelSelector: {NullSelector}");
        }
    }

    private static void NodeTerm(NodeSelectorTerm term, string path, string list, int index, string member, RequestContext context)
    {
        for (var i = 0; i < term.MatchExpressions.Count; i++)
        {
            var key = term.MatchExpressions[i].Key;
            if (DeprecatedLabel(key) is { } message) context.Warn($"{path}.affinity.nodeAffinity.{list}[{index}]{member}.matchExpressions[{i}].key: {key} is {message}");
        }
    }

    private static void Annotations(ObjectMeta metadata, PodSpec spec, string path, RequestContext context)
    {
        if (metadata.Annotations.Count == 0) return;
        foreach (var (key, message) in OldAnnotations)
        {
            if (metadata.Annotations.ContainsKey(key)) context.Warn($"{path}metadata.annotations[{key}]: {message}");
        }

        const string Seccomp = "seccomp.security.alpha.kubernetes.io/pod";
        if (spec.SecurityContext?.SeccompProfile is null && metadata.Annotations.ContainsKey(Seccomp)) context.Warn($"{path}metadata.annotations[{Seccomp}]: {UseSeccompField}");
        foreach (var container in spec.InitContainers.Concat(spec.Containers))
        {
            var seccomp = "container.seccomp.security.alpha.kubernetes.io/" + container.Name;
            if (container.SecurityContext?.SeccompProfile is null && metadata.Annotations.ContainsKey(seccomp)) context.Warn($"{path}metadata.annotations[{seccomp}]: {UseSeccompField}");
            var appArmor = "container.apparmor.security.beta.kubernetes.io/" + container.Name;
            var hasField = spec.SecurityContext?.AppArmorProfile is not null || container.SecurityContext?.AppArmorProfile is not null;
            if (!hasField && metadata.Annotations.ContainsKey(appArmor)) context.Warn($"{path}metadata.annotations[{appArmor}]: deprecated since v1.30; use the \"appArmorProfile\" field instead");
        }
    }

    private static void Lists(PodSpec spec, string path, RequestContext context)
    {
        for (var i = 0; i < spec.Volumes.Count; i++)
        {
            if (spec.Volumes[i].Source.GitRepo is not null) context.Warn($"{path}.volumes[{i}].gitRepo: deprecated in v1.11, and disabled by default in v1.33+");
        }

        var aliases = spec.HostAliases.AsSpan();
        for (var i = 0; i < aliases.Length; i++)
        {
            if (Check.IsRepeated(aliases, i, static alias => alias.Ip)) context.Warn($"{path}.hostAliases[{i}].ip: duplicate ip \"{aliases[i].Ip}\"");
        }

        var secrets = spec.ImagePullSecrets.AsSpan();
        for (var i = 0; i < secrets.Length; i++)
        {
            if (secrets[i].Name.Length == 0) context.Warn($"{path}.imagePullSecrets[{i}].name: invalid empty name \"\"");
            else if (Check.IsRepeated(secrets, i, static secret => secret.Name)) context.Warn($"{path}.imagePullSecrets[{i}].name: duplicate name \"{secrets[i].Name}\"");
        }

        Fractions(spec.Overhead, path, "overhead", context);
    }

    private static bool IsFraction(string resource, Quantity amount) => resource is "memory" or "ephemeral-storage" && ResourceNames.HasFraction(amount);

    private static bool HasFraction(ValueMap<Quantity> amounts)
    {
        foreach (var (resource, amount) in amounts)
        {
            if (IsFraction(resource, amount)) return true;
        }

        return false;
    }

    private static void Fractions(ValueMap<Quantity> amounts, string path, string field, RequestContext context)
    {
        foreach (var (resource, amount) in amounts)
        {
            if (IsFraction(resource, amount)) context.Warn($"{path}.{field}[{resource}]: fractional byte value \"{amount}\" is invalid, must be an integer");
        }
    }

    private static void Container(Container container, string path, string list, int index, RequestContext context)
    {
        var env = container.Env.AsSpan();
        for (var i = 1; i < env.Length; i++)
        {
            if (Check.IsRepeated(env, i, static variable => variable.Name) && !Extends(env[i]))
                context.Warn($"{path}spec.{list}[{index}].env[{i}]: hides previous definition of \"{env[i].Name}\", which may be dropped when using apply");
        }

        if (!HasFraction(container.Resources.Limits) && !HasFraction(container.Resources.Requests)) return;
        var place = $"{path}spec.{list}[{index}].resources";
        Fractions(container.Resources.Limits, place, "limits", context);
        Fractions(container.Resources.Requests, place, "requests", context);
    }

    /// <summary>Whether a variable takes up the value that it had before, as in <c>$(PATH):/more</c>.</summary>
    private static bool Extends(EnvVar variable)
    {
        var reference = $"$({variable.Name})";
        return variable.ValueFrom is null && variable.Value != reference && variable.Value.Contains(reference, StringComparison.Ordinal);
    }

    private static void Ports(PodSpec spec, string path, RequestContext context)
    {
        List<(ContainerPort Port, string List, int Container, int Index)>? seen = null;
        for (var i = 0; i < spec.InitContainers.Count; i++) Ports(spec.InitContainers[i].Ports, "initContainers", i, path, ref seen, context);
        for (var i = 0; i < spec.Containers.Count; i++) Ports(spec.Containers[i].Ports, "containers", i, path, ref seen, context);
    }

    private static void Ports(
        ValueList<ContainerPort> ports, string list, int container, string path, ref List<(ContainerPort Port, string List, int Container, int Index)>? seen, RequestContext context)
    {
        for (var i = 0; i < ports.Count; i++)
        {
            var port = ports[i];
            seen ??= [];
            foreach (var (other, otherList, otherContainer, otherIndex) in seen)
            {
                if (Overlap(port, other) is { } how)
                    context.Warn($"{path}.{list}[{container}].ports[{i}]: {how} port definition with {path}.{otherList}[{otherContainer}].ports[{otherIndex}]");
            }

            seen.Add((port, list, container, i));
        }
    }

    private static string? Overlap(ContainerPort port, ContainerPort other)
    {
        if (port.Port != other.Port || port.Protocol != other.Protocol) return null;
        if (port.HostIP == other.HostIP && port.HostPort == other.HostPort) return "duplicate";
        if (port.HostPort == 0 || other.HostPort == 0) return "overlapping";
        return port.HostPort == other.HostPort && port.HostIP.Length == 0 != (other.HostIP.Length == 0) ? "dangerously ambiguous" : null;
    }

    private static void PodAffinities(PodSpec spec, string path, RequestContext context)
    {
        if (spec.Affinity?.PodAffinity is { } affinity)
            PodTerms(affinity.RequiredDuringSchedulingIgnoredDuringExecution, affinity.PreferredDuringSchedulingIgnoredDuringExecution, path + ".podAffinity", context);
        if (spec.Affinity?.PodAntiAffinity is { } anti)
            PodTerms(anti.RequiredDuringSchedulingIgnoredDuringExecution, anti.PreferredDuringSchedulingIgnoredDuringExecution, path + ".podAntiAffinity", context);
    }

    private static void PodTerms(ValueList<PodAffinityTerm> required, ValueList<WeightedPodAffinityTerm> preferred, string path, RequestContext context)
    {
        for (var i = 0; i < required.Count; i++)
        {
            if (required[i].LabelSelector is null) context.Warn($"{path}.requiredDuringSchedulingIgnoredDuringExecution[{i}].labelSelector: {NullSelector}");
        }

        for (var i = 0; i < preferred.Count; i++)
        {
            if (preferred[i].PodAffinityTerm.LabelSelector is null)
                context.Warn($"{path}.preferredDuringSchedulingIgnoredDuringExecution[{i}].podAffinityTerm.labelSelector: {NullSelector}");
        }
    }
}
