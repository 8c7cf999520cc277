using System.Net;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Checks Services.</summary>
internal static class ServiceValidator
{
    public const string Headless = "None";
    private const int KubeletPort = 10250;
    private const int MaxSessionSeconds = 86400;
    private const string ForLoadBalancer = "may only be used when `type` is 'LoadBalancer'";
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    public static bool IsHeadless(ServiceSpec spec) => spec.ClusterIPs.Count == 1 ? spec.ClusterIPs[0] == Headless : spec.ClusterIPs.Count == 0 && spec.ClusterIP == Headless;

    public static bool IsExternallyAccessible(ServiceSpec spec) =>
        spec.Type is ServiceType.LoadBalancer or ServiceType.NodePort || (spec.Type == ServiceType.ClusterIP && spec.ExternalIPs.Count > 0);

    public static void Validate(Service service, ErrorList errors)
    {
        var spec = service.Spec;
        if (spec.Ports.Count == 0 && !IsHeadless(spec) && spec.Type != ServiceType.ExternalName) errors.Required(Spec.Child("ports"));
        ForType(spec, errors);
        Ports(spec, errors);
        if (spec.Selector.Count > 0) LabelSelectorValidator.Labels(spec.Selector, Spec.Child("selector"), errors);
        Check.OneOf(errors, Spec, "sessionAffinity", spec.SessionAffinity, ServiceAffinity.ClientIP, ServiceAffinity.None);
        Session(spec, errors);
        ClusterIPs(spec, errors);
        for (var i = 0; i < spec.ExternalIPs.Count; i++) ExternalIP(spec.ExternalIPs[i], Spec.Child("externalIPs").Index(i), errors);
        Check.OneOf(errors, Spec, "type", spec.Type, ServiceType.ClusterIP, ServiceType.ExternalName, ServiceType.LoadBalancer, ServiceType.NodePort);
        NodePorts(spec, errors);
        LoadBalancer(spec, errors);
        Policies(spec, errors);
    }

    public static void ValidateUpdate(Service service, Service old, ErrorList errors)
    {
        var spec = service.Spec;
        if (old.Spec.Type != ServiceType.ExternalName && spec.Type != ServiceType.ExternalName)
        {
            if (old.Spec.ClusterIPs.Count > 0 && spec.ClusterIPs.Count > 0 && old.Spec.ClusterIPs[0] != spec.ClusterIPs[0])
            {
                errors.Invalid(Spec.Child("clusterIPs").Index(0), spec.ClusterIPs, "may not change once set");
            }

            if (old.Spec.IpFamilies.Count > 0 && spec.IpFamilies.Count > 0 && old.Spec.IpFamilies[0] != spec.IpFamilies[0])
            {
                errors.Invalid(Spec.Child("ipFamilies").Index(0), spec.IpFamilies, "may not change once set");
            }
        }

        if (old.Spec.Type == ServiceType.LoadBalancer && spec.Type == ServiceType.LoadBalancer && old.Spec.LoadBalancerClass != spec.LoadBalancerClass)
        {
            errors.Invalid(Spec.Child("loadBalancerClass"), spec.LoadBalancerClass, "may not change once set");
        }

        Validate(service, errors);
    }

    public static void ValidateStatus(Service service, ErrorList errors)
    {
        var ingress = service.Status.LoadBalancer.Ingress;
        for (var i = 0; i < ingress.Count; i++)
        {
            var place = FieldPath.Of("status", "loadBalancer").Child("ingress").Index(i);
            if (ingress[i].Ip.Length > 0) Check.Rule(errors, place, "ip", ingress[i].Ip, Addresses.Ip(ingress[i].Ip));
            if (ingress[i] is { Ip: "", IpMode: not null }) errors.Forbidden(place.Child("ipMode"), "may not be specified when `ip` is not set");
            if (ingress[i] is { Ip: not "", IpMode: null }) errors.Required(place.Child("ipMode"), "must be specified when `ip` is set");
            Check.OptionalOneOf(errors, place, "ipMode", ingress[i].IpMode, LoadBalancerIPMode.Proxy, LoadBalancerIPMode.VIP);
            if (ingress[i].Hostname.Length == 0) continue;
            Check.Rule(errors, place, "hostname", ingress[i].Hostname, Names.Dns1123Subdomain(ingress[i].Hostname));
            if (Addresses.TryParse(ingress[i].Hostname, out _)) errors.Invalid(place.Child("hostname"), ingress[i].Hostname, "must be a DNS name, not an IP address");
        }
    }

    private static void ForType(ServiceSpec spec, ErrorList errors)
    {
        switch (spec.Type)
        {
            case ServiceType.LoadBalancer:
                for (var i = 0; i < spec.Ports.Count; i++)
                {
                    if (spec.Ports[i].Port == KubeletPort) errors.Invalid(Spec.Child("ports").Index(i), spec.Ports[i].Port, $"may not expose port {KubeletPort} externally since it is used by kubelet");
                }

                if (IsHeadless(spec)) errors.Invalid(Spec.Child("clusterIPs").Index(0), Headless, "may not be set to 'None' for LoadBalancer services");
                break;
            case ServiceType.NodePort:
                if (IsHeadless(spec)) errors.Invalid(Spec.Child("clusterIPs").Index(0), Headless, "may not be set to 'None' for NodePort services");
                break;
            case ServiceType.ExternalName:
                const string Reason = "may not be set for ExternalName services";
                if (spec.ClusterIPs.Count > 0) errors.Forbidden(Spec.Child("clusterIPs"), Reason);
                if (spec.IpFamilies.Count > 0) errors.Forbidden(Spec.Child("ipFamilies"), Reason);
                if (spec.IpFamilyPolicy is not null) errors.Forbidden(Spec.Child("ipFamilyPolicy"), Reason);
                var name = spec.ExternalName.EndsWith('.') ? spec.ExternalName[..^1] : spec.ExternalName;
                if (name.Length == 0) errors.Required(Spec.Child("externalName"));
                else Check.Rule(errors, Spec, "externalName", name, Names.Dns1123Subdomain(name));
                break;
        }
    }

    private static void Ports(ServiceSpec spec, ErrorList errors)
    {
        var ports = spec.Ports.AsSpan();
        for (var i = 0; i < ports.Length; i++)
        {
            var port = ports[i];
            var place = Spec.Child("ports").Index(i);
            if (port.Name.Length > 0)
            {
                Check.Rule(errors, place, "name", port.Name, Names.Dns1123Label(port.Name));
                if (Check.IsRepeated(ports, i, static one => one.Name)) errors.Duplicate(place.Child("name"), port.Name);
            }
            else if (ports.Length > 1)
            {
                errors.Required(place.Child("name"));
            }

            Check.Rule(errors, place, "port", port.Port, Names.PortNumber(port.Port));
            Check.OneOf(errors, place, "protocol", port.Protocol, Protocol.SCTP, Protocol.TCP, Protocol.UDP);
            var problems = port.TargetPort.IsString ? Names.PortName(port.TargetPort.Text) : Names.PortNumber(port.TargetPort.Number);
            if (problems.Length > 0) errors.Invalid(place.Child("targetPort"), port.TargetPort, problems);
            if (port.AppProtocol is { } application) Check.Rule(errors, place, "appProtocol", application, Names.QualifiedName(application));
        }
    }

    private static void Session(ServiceSpec spec, ErrorList errors)
    {
        var path = Spec.Child("sessionAffinityConfig");
        if (spec.SessionAffinity == ServiceAffinity.None && spec.SessionAffinityConfig is not null)
        {
            errors.Forbidden(path, $"must not be set when session affinity is {ServiceAffinity.None}");
        }

        if (spec.SessionAffinity != ServiceAffinity.ClientIP) return;
        if (spec.SessionAffinityConfig is not { } config)
        {
            errors.Required(path, $"when session affinity type is {ServiceAffinity.ClientIP}");
        }
        else if (config.ClientIP is not { } client)
        {
            errors.Required(path.Child("clientIP"), $"when session affinity type is {ServiceAffinity.ClientIP}");
        }
        else if (client.TimeoutSeconds is not { } seconds)
        {
            errors.Required(path.Child("clientIP", "timeoutSeconds"), $"when session affinity type is {ServiceAffinity.ClientIP}");
        }
        else if (seconds is <= 0 or > MaxSessionSeconds)
        {
            errors.Invalid(path.Child("clientIP", "timeoutSeconds"), seconds, $"must be greater than 0 and less than {MaxSessionSeconds}");
        }
    }

    private static void ClusterIPs(ServiceSpec spec, ErrorList errors)
    {
        if (spec.Type == ServiceType.ExternalName) return;
        var path = Spec.Child("clusterIPs");
        if (spec.ClusterIP.Length == 0 && spec.ClusterIPs.Count > 0) errors.Required(Spec.Child("clusterIP"), "must be set when `clusterIPs` is specified");
        if (spec.ClusterIP.Length > 0 && spec.ClusterIPs.Count == 0) errors.Required(path);
        if (spec.ClusterIP.Length > 0 && spec.ClusterIPs.Count > 0 && spec.ClusterIP != spec.ClusterIPs[0]) errors.Invalid(path.Index(0), spec.ClusterIPs[0], "must match `clusterIP`");
        if (spec.ClusterIPs.Count > 2) errors.Invalid(path, spec.ClusterIPs, "may only hold up to 2 values");
        for (var i = 0; i < spec.ClusterIPs.Count; i++)
        {
            if (i == 0 && spec.ClusterIPs[0] == Headless)
            {
                if (spec.ClusterIPs.Count > 1) errors.Invalid(path.Index(0), spec.ClusterIPs[0], "must be empty string, 'None', or a valid IP address");
                continue;
            }

            if (Addresses.Ip(spec.ClusterIPs[i]) is { Length: > 0 } bad) errors.Invalid(path.Index(i), spec.ClusterIPs[i], bad);
        }

        if (spec.ClusterIPs.Count == 2 && spec.ClusterIPs[0].Contains(':') == spec.ClusterIPs[1].Contains(':'))
        {
            errors.Invalid(path, spec.ClusterIPs, "may specify no more than one IP for each IP family");
        }

        Families(spec, errors);
    }

    private static void Families(ServiceSpec spec, ErrorList errors)
    {
        var path = Spec.Child("ipFamilies");
        Check.OptionalOneOf(errors, Spec, "ipFamilyPolicy", spec.IpFamilyPolicy, IPFamilyPolicy.SingleStack, IPFamilyPolicy.PreferDualStack, IPFamilyPolicy.RequireDualStack);
        var families = spec.IpFamilies.AsSpan();
        if (families.Length > 2) errors.Invalid(path, spec.IpFamilies, "may only hold up to 2 values");
        for (var i = 0; i < families.Length; i++)
        {
            if (families[i] is not (IPFamily.IPv4 or IPFamily.IPv6)) errors.NotSupported(path.Index(i), families[i], IPFamily.IPv4, IPFamily.IPv6);
            if (Check.IsRepeated(families, i, static family => family)) errors.Duplicate(path.Index(i), families[i]);
            if (i < spec.ClusterIPs.Count && spec.ClusterIPs[i] != Headless && (families[i] == IPFamily.IPv6) != spec.ClusterIPs[i].Contains(':'))
            {
                errors.Invalid(Spec.Child("clusterIPs").Index(i), spec.ClusterIPs[i], $"expected an {families[i]} value as indicated by `ipFamilies[{i}]`");
            }
        }

        if (spec.IpFamilyPolicy == IPFamilyPolicy.SingleStack && spec.ClusterIPs.Count > 1) errors.Invalid(Spec.Child("ipFamilyPolicy"), spec.IpFamilyPolicy, "must be RequireDualStack or PreferDualStack when multiple 'clusterIPs' are specified");
        if (spec.IpFamilyPolicy == IPFamilyPolicy.SingleStack && families.Length > 1) errors.Invalid(Spec.Child("ipFamilyPolicy"), spec.IpFamilyPolicy, "must be RequireDualStack or PreferDualStack when multiple 'ipFamilies' are specified");
    }

    private static void ExternalIP(string ip, FieldPath path, ErrorList errors)
    {
        if (Addresses.Ip(ip) is { Length: > 0 } bad)
        {
            errors.Invalid(path, ip, bad);
            return;
        }

        NonSpecialIP(ip, path, errors);
    }

    /// <summary>Refuses addresses that mean something else on every machine.</summary>
    public static void NonSpecialIP(string text, FieldPath path, ErrorList errors)
    {
        if (!Addresses.TryParse(text, out var ip)) return;
        if (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)) errors.Invalid(path, text, $"may not be unspecified ({text})");
        if (IPAddress.IsLoopback(ip)) errors.Invalid(path, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
        Span<byte> bytes = stackalloc byte[16];
        ip.TryWriteBytes(bytes, out var length);
        if (length == 4 ? bytes[0] == 169 && bytes[1] == 254 : ip.IsIPv6LinkLocal) errors.Invalid(path, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        if (length == 4 ? bytes[0] == 224 && bytes[1] == 0 && bytes[2] == 0 : bytes[0] == 0xFF && (bytes[1] & 0x0F) == 2) errors.Invalid(path, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
    }

    private static void NodePorts(ServiceSpec spec, ErrorList errors)
    {
        for (var i = 0; i < spec.Ports.Count; i++)
        {
            var port = spec.Ports[i];
            if (port.NodePort != 0)
            {
                var place = Spec.Child("ports").Index(i).Child("nodePort");
                if (spec.Type == ServiceType.ClusterIP) errors.Forbidden(place, "may not be used when `type` is 'ClusterIP'");
                for (var j = 0; j < i; j++)
                {
                    if (spec.Ports[j].NodePort != port.NodePort || spec.Ports[j].Protocol != port.Protocol) continue;
                    errors.Duplicate(place, port.NodePort);
                    break;
                }
            }

            for (var j = 0; j < i; j++)
            {
                if (spec.Ports[j].Port != port.Port || spec.Ports[j].Protocol != port.Protocol) continue;
                errors.Duplicate(
                    Spec.Child("ports").Index(i),
                    BadValue.Json($"{{\"Name\":\"\",\"Protocol\":{GoText.Quote(port.Protocol)},\"AppProtocol\":null,\"Port\":{port.Port},\"TargetPort\":0,\"NodePort\":0}}"));
                break;
            }
        }
    }

    private static void LoadBalancer(ServiceSpec spec, ErrorList errors)
    {
        var balanced = spec.Type == ServiceType.LoadBalancer;
        if (spec.LoadBalancerSourceRanges.Count > 0)
        {
            if (!balanced) errors.Forbidden(Spec.Child("LoadBalancerSourceRanges"), ForLoadBalancer);
            for (var i = 0; i < spec.LoadBalancerSourceRanges.Count; i++)
            {
                var range = spec.LoadBalancerSourceRanges[i].Trim();
                if (Addresses.Cidr(range) is { Length: > 0 } bad) errors.Invalid(Spec.Child("loadBalancerSourceRanges").Index(i), range, bad);
            }
        }

        if (balanced && spec.AllocateLoadBalancerNodePorts is null) errors.Required(Spec.Child("allocateLoadBalancerNodePorts"));
        if (!balanced && spec.AllocateLoadBalancerNodePorts is not null) errors.Forbidden(Spec.Child("allocateLoadBalancerNodePorts"), ForLoadBalancer);
        if (spec.LoadBalancerClass is not { } name) return;
        if (!balanced) errors.Forbidden(Spec.Child("loadBalancerClass"), ForLoadBalancer);
        Check.Rule(errors, Spec, "loadBalancerClass", name, Names.QualifiedName(name));
    }

    private static void Policies(ServiceSpec spec, ErrorList errors)
    {
        if (!IsExternallyAccessible(spec))
        {
            if (spec.ExternalTrafficPolicy.Length > 0) errors.Invalid(Spec.Child("externalTrafficPolicy"), spec.ExternalTrafficPolicy, "may only be set for externally-accessible services");
        }
        else
        {
            Check.OneOf(errors, Spec, "externalTrafficPolicy", spec.ExternalTrafficPolicy, ServiceExternalTrafficPolicy.Cluster, ServiceExternalTrafficPolicy.Local);
        }

        if (!ServiceChanges.NeedsHealthCheckNodePort(spec))
        {
            if (spec.HealthCheckNodePort != 0) errors.Invalid(Spec.Child("healthCheckNodePort"), spec.HealthCheckNodePort, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
        }
        else if (spec.HealthCheckNodePort != 0)
        {
            Check.Rule(errors, Spec, "healthCheckNodePort", spec.HealthCheckNodePort, Names.PortNumber(spec.HealthCheckNodePort));
        }

        if (spec.InternalTrafficPolicy is null)
        {
            if (spec.Type is ServiceType.NodePort or ServiceType.LoadBalancer or ServiceType.ClusterIP) errors.Required(Spec.Child("internalTrafficPolicy"));
        }
        else
        {
            Check.OptionalOneOf(errors, Spec, "internalTrafficPolicy", spec.InternalTrafficPolicy, ServiceInternalTrafficPolicy.Cluster, ServiceInternalTrafficPolicy.Local);
        }

        Check.OptionalOneOf(errors, Spec, "trafficDistribution", spec.TrafficDistribution, "PreferClose", "PreferSameNode", "PreferSameZone");
    }
}
