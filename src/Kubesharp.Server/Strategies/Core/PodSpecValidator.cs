using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Checks the specification of a pod, whether in a pod or in a template.</summary>
internal static class PodSpecValidator
{
    private const int MaxNameservers = 3;
    private const int MaxSearches = 32;
    private const int MaxSearchCharacters = 2048;

    public static void Validate(PodSpec spec, ObjectMeta podMeta, FieldPath path, ErrorList errors)
    {
        var scope = new ContainerValidator.PodScope(spec);
        if (spec.Volumes.Count > 0) VolumeValidator.Volumes(spec.Volumes, podMeta, path.Child("volumes"), errors);
        if (spec.ResourceClaims.Count > 0) ResourceClaims(spec.ResourceClaims.AsSpan(), path.Child("resourceClaims"), errors);
        ContainerValidator.Containers(scope, path.Child("containers"), errors);
        if (spec.InitContainers.Count > 0) ContainerValidator.InitContainers(scope, path.Child("initContainers"), errors);
        if (spec.EphemeralContainers.Count > 0) ContainerValidator.EphemeralContainers(scope, path.Child("ephemeralContainers"), errors);
        if (spec.Resources is not null) ResourceValidator.Pod(spec, path.Child("resources"), errors);
        if (spec.HostNetwork) HostNetworkPorts(spec, path, errors);
        Check.OneOf(errors, path, "restartPolicy", spec.RestartPolicy, RestartPolicy.Always, RestartPolicy.OnFailure, RestartPolicy.Never);
        Check.OneOf(errors, path, "dnsPolicy", spec.DnsPolicy, DNSPolicy.ClusterFirstWithHostNet, DNSPolicy.ClusterFirst, DNSPolicy.Default, DNSPolicy.None);
        if (spec.NodeSelector.Count > 0) LabelSelectorValidator.Labels(spec.NodeSelector, path.Child("nodeSelector"), errors);
        if (spec.SecurityContext is { } security && !ReferenceEquals(security, PodSecurityContext.Empty)) SecurityContextValidator.Pod(security, spec, path.Child("securityContext"), errors);
        if (spec.Affinity is { } affinity) AffinityValidator.Affinity(affinity, path.Child("affinity"), errors);
        if (spec.DnsConfig is not null || spec.DnsPolicy == DNSPolicy.None) DnsConfig(spec, path.Child("dnsConfig"), errors);
        Gates(spec, path, errors);
        if (spec.TopologySpreadConstraints.Count > 0) AffinityValidator.TopologySpread(spec.TopologySpreadConstraints, path.Child("topologySpreadConstraints"), errors);
        if (spec.HostUsers == false) UserNamespace(spec, path, errors);
        Scalars(spec, path, errors);
        if (spec.Tolerations.Count > 0) AffinityValidator.Tolerations(spec.Tolerations, path.Child("tolerations"), errors);
        for (var i = 0; i < spec.HostAliases.Count; i++)
        {
            var alias = spec.HostAliases[i];
            Check.Rule(errors, path.Child("hostAliases").Index(i), "ip", alias.Ip, Addresses.Ip(alias.Ip));
            foreach (var hostname in alias.Hostnames) Check.Rule(errors, path.Child("hostAliases"), "hostnames", hostname, Names.Dns1123Subdomain(hostname));
        }

        if (spec.PriorityClassName.Length > 0) Check.Rule(errors, path, "priorityClassName", spec.PriorityClassName, Names.Dns1123Subdomain(spec.PriorityClassName));
        if (spec.RuntimeClassName is { } runtime) Check.Rule(errors, path, "runtimeClassName", runtime, Names.Dns1123Subdomain(runtime));
        Check.OptionalOneOf(errors, path, "preemptionPolicy", spec.PreemptionPolicy, PreemptionPolicy.Never, PreemptionPolicy.PreemptLowerPriority);
        foreach (var (name, amount) in spec.Overhead)
        {
            var place = path.Child("overhead", "limits").Key(name);
            ResourceNames.ValidateForContainer(name, place, errors);
            ResourceValidator.Amount(name, amount, place, errors);
        }

        if (spec.Os is { } os) Os(os, spec, path, errors);
    }

    private static void Scalars(PodSpec spec, FieldPath path, ErrorList errors)
    {
        if (spec.ServiceAccountName.Length > 0) Check.Rule(errors, path, "serviceAccountName", spec.ServiceAccountName, Names.Dns1123Subdomain(spec.ServiceAccountName));
        if (spec.NodeName.Length > 0) Check.Rule(errors, path, "nodeName", spec.NodeName, Names.Dns1123Subdomain(spec.NodeName));
        if (spec.ActiveDeadlineSeconds is { } deadline) Check.Rule(errors, path, "activeDeadlineSeconds", deadline, Names.InRange(deadline, 1, int.MaxValue));
        if (spec.Hostname.Length > 0) Check.Rule(errors, path, "hostname", spec.Hostname, Names.Dns1123Label(spec.Hostname));
        if (spec.Subdomain.Length > 0) Check.Rule(errors, path, "subdomain", spec.Subdomain, Names.Dns1123Label(spec.Subdomain));
        if (spec.HostnameOverride is not { } hostname) return;
        if (hostname.Length > 64) errors.TooLong(path.Child("hostnameOverride"), 64);
        Check.Rule(errors, path, "hostnameOverride", hostname, Names.Dns1123Subdomain(hostname));
        if (spec.SetHostnameAsFQDN == true) errors.Forbidden(path.Child("setHostnameAsFQDN"), "may not be specified when `hostnameOverride` is set");
        if (spec.HostNetwork) errors.Forbidden(path.Child("hostNetwork"), "may not be specified when `hostnameOverride` is set");
    }

    private static void HostNetworkPorts(PodSpec spec, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < spec.Containers.Count; i++)
        {
            var ports = spec.Containers[i].Ports;
            for (var j = 0; j < ports.Count; j++)
            {
                if (ports[j].HostPort != ports[j].Port)
                {
                    errors.Invalid(path.Child("containers").Index(i).Child("ports").Index(j).Child("containerPort"), ports[j].Port, "must match `hostPort` when `hostNetwork` is true");
                }
            }
        }
    }

    private static void ResourceClaims(ReadOnlySpan<PodResourceClaim> claims, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < claims.Length; i++)
        {
            var claim = claims[i];
            var place = path.Index(i);
            if (claim.Name.Length == 0) errors.Required(place.Child("name"));
            else if (Check.IsRepeated(claims, i, static one => one.Name)) errors.Duplicate(place.Child("name"), claim.Name);
            else Check.Rule(errors, place, "name", claim.Name, Names.Dns1123Label(claim.Name));
            if (claim is { ResourceClaimName: not null, ResourceClaimTemplateName: not null })
            {
                errors.Invalid(place, claim.Name, "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
            }
            else if (claim is { ResourceClaimName: null, ResourceClaimTemplateName: null })
            {
                errors.Invalid(place, claim.Name, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
            }

            if (claim.ResourceClaimName is { } name) Check.Rule(errors, place, "resourceClaimName", name, Names.Dns1123Subdomain(name));
            if (claim.ResourceClaimTemplateName is { } template) Check.Rule(errors, place, "resourceClaimTemplateName", template, Names.Dns1123Subdomain(template));
        }
    }

    private static void DnsConfig(PodSpec spec, FieldPath path, ErrorList errors)
    {
        if (spec.DnsPolicy == DNSPolicy.None)
        {
            if (spec.DnsConfig is null)
            {
                errors.Required(path, $"must provide `dnsConfig` when `dnsPolicy` is {DNSPolicy.None}");
                return;
            }

            if (spec.DnsConfig.Nameservers.Count == 0)
            {
                errors.Required(path.Child("nameservers"), $"must provide at least one DNS nameserver when `dnsPolicy` is {DNSPolicy.None}");
                return;
            }
        }

        var config = spec.DnsConfig!;
        if (config.Nameservers.Count > MaxNameservers) errors.Invalid(path.Child("nameservers"), config.Nameservers, $"must not have more than {MaxNameservers} nameservers");
        for (var i = 0; i < config.Nameservers.Count; i++)
        {
            if (Addresses.Ip(config.Nameservers[i]) is { Length: > 0 } bad) errors.Invalid(path.Child("nameservers").Index(i), config.Nameservers[i], bad);
        }

        if (config.Searches.Count > MaxSearches) errors.Invalid(path.Child("searches"), config.Searches, $"must not have more than {MaxSearches} search paths");
        var characters = Math.Max(0, config.Searches.Count - 1);
        foreach (var search in config.Searches) characters += search.Length;
        if (characters > MaxSearchCharacters) errors.Invalid(path.Child("searches"), config.Searches, $"must not have more than {MaxSearchCharacters} characters (including spaces) in the search list");
        for (var i = 0; i < config.Searches.Count; i++)
        {
            var search = config.Searches[i];
            if (search == ".") continue;
            var name = search.EndsWith('.') ? search[..^1] : search;
            if (Names.Dns1123SubdomainWithUnderscore(name) is { Length: > 0 } bad) errors.Invalid(path.Child("searches").Index(i), search, bad);
        }

        for (var i = 0; i < config.Options.Count; i++)
        {
            if (config.Options[i].Name.Length == 0) errors.Required(path.Child("options").Index(i), "must not be empty");
        }
    }

    private static void Gates(PodSpec spec, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < spec.ReadinessGates.Count; i++)
        {
            var type = spec.ReadinessGates[i].ConditionType;
            if (Names.QualifiedName(type) is { Length: > 0 } bad) errors.Invalid(path.Child("readinessGates").Index(i).Child("conditionType"), type, bad);
        }

        var gates = spec.SchedulingGates.AsSpan();
        for (var i = 0; i < gates.Length; i++)
        {
            if (Names.QualifiedName(gates[i].Name) is { Length: > 0 } bad) errors.Invalid(path.Child("schedulingGates").Index(i), gates[i].Name, bad);
            if (Check.IsRepeated(gates, i, static gate => gate.Name)) errors.Duplicate(path.Child("schedulingGates").Index(i), gates[i].Name);
        }
    }

    private static void UserNamespace(PodSpec spec, FieldPath path, ErrorList errors)
    {
        const string Reason = "when `hostUsers` is false";
        if (spec.HostNetwork) errors.Forbidden(path.Child("hostNetwork"), Reason);
        if (spec.HostPID) errors.Forbidden(path.Child("hostPID"), Reason);
        if (spec.HostIPC) errors.Forbidden(path.Child("hostIPC"), Reason);
        for (var i = 0; i < spec.Containers.Count; i++)
        {
            if (spec.Containers[i].VolumeDevices.Count > 0) errors.Forbidden(path.Child("containers").Index(i).Child("volumeDevices"), Reason);
        }
    }

    private static void Os(PodOS os, PodSpec spec, FieldPath path, ErrorList errors)
    {
        switch (os.Name)
        {
            case "":
                errors.Required(path.Child("os", "name"), "cannot be empty");
                break;
            case OSName.Linux:
                const string Linux = "windows options cannot be set for a linux pod";
                if (spec.SecurityContext?.WindowsOptions is not null) errors.Forbidden(path.Child("securityContext", "windowsOptions"), Linux);
                for (var i = 0; i < spec.Containers.Count; i++)
                {
                    if (spec.Containers[i].SecurityContext?.WindowsOptions is not null) errors.Forbidden(path.Child("containers").Index(i).Child("securityContext", "windowsOptions"), Linux);
                }

                break;
            case OSName.Windows:
                Windows(spec, path, errors);
                break;
            default:
                errors.NotSupported(path.Child("os"), os.Name, OSName.Linux, OSName.Windows);
                break;
        }
    }

    private static void Windows(PodSpec spec, FieldPath path, ErrorList errors)
    {
        const string Reason = "cannot be set for a windows pod";
        if (spec.HostPID) errors.Forbidden(path.Child("hostPID"), Reason);
        if (spec.HostIPC) errors.Forbidden(path.Child("hostIPC"), Reason);
        if (spec.HostUsers is not null) errors.Forbidden(path.Child("hostUsers"), Reason);
        if (spec.ShareProcessNamespace is not null) errors.Forbidden(path.Child("shareProcessNamespace"), Reason);
        var security = path.Child("securityContext");
        if (spec.SecurityContext is { } context)
        {
            if (context.SeLinuxOptions is not null) errors.Forbidden(security.Child("seLinuxOptions"), Reason);
            if (context.SeccompProfile is not null) errors.Forbidden(security.Child("seccompProfile"), Reason);
            if (context.AppArmorProfile is not null) errors.Forbidden(security.Child("appArmorProfile"), Reason);
            if (context.FsGroup is not null) errors.Forbidden(security.Child("fsGroup"), Reason);
            if (context.FsGroupChangePolicy is not null) errors.Forbidden(security.Child("fsGroupChangePolicy"), Reason);
            if (context.Sysctls.Count > 0) errors.Forbidden(security.Child("sysctls"), Reason);
            if (context.RunAsUser is not null) errors.Forbidden(security.Child("runAsUser"), Reason);
            if (context.RunAsGroup is not null) errors.Forbidden(security.Child("runAsGroup"), Reason);
            if (context.SupplementalGroups.Count > 0) errors.Forbidden(security.Child("supplementalGroups"), Reason);
        }

        for (var i = 0; i < spec.Containers.Count; i++)
        {
            if (spec.Containers[i].SecurityContext is not { } own) continue;
            var place = path.Child("containers").Index(i).Child("securityContext");
            if (own.SeLinuxOptions is not null) errors.Forbidden(place.Child("seLinuxOptions"), Reason);
            if (own.SeccompProfile is not null) errors.Forbidden(place.Child("seccompProfile"), Reason);
            if (own.AppArmorProfile is not null) errors.Forbidden(place.Child("appArmorProfile"), Reason);
            if (own.Capabilities is not null) errors.Forbidden(place.Child("capabilities"), Reason);
            if (own.ReadOnlyRootFilesystem is not null) errors.Forbidden(place.Child("readOnlyRootFilesystem"), Reason);
            if (own.Privileged is not null) errors.Forbidden(place.Child("privileged"), Reason);
            if (own.AllowPrivilegeEscalation is not null) errors.Forbidden(place.Child("allowPrivilegeEscalation"), Reason);
            if (own.ProcMount is not null) errors.Forbidden(place.Child("procMount"), Reason);
            if (own.RunAsUser is not null) errors.Forbidden(place.Child("runAsUser"), Reason);
            if (own.RunAsGroup is not null) errors.Forbidden(place.Child("runAsGroup"), Reason);
        }
    }
}
