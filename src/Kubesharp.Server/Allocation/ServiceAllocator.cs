using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Rest;
using Kubesharp.Server.Storage;

namespace Kubesharp.Server.Allocation;

/// <summary>
/// Gives Services their cluster addresses and node ports. What is taken is read from the stored Services when the first one is written,
/// so a restart repairs whatever was wrong.
/// </summary>
internal sealed class ServiceAllocator : IWriteHook
{
    private readonly IObjectReader _objects;
    private readonly IdentitySource _chance;
    private readonly ServiceAddresses _addresses;
    private readonly NumberPool _ports;
    private readonly Lock _lock = new();
    private bool _loaded;

    public ServiceAllocator(IObjectReader objects, IdentitySource chance, IPNetwork network, (int First, int Last) nodePorts)
    {
        if (network.BaseAddress.AddressFamily != AddressFamily.InterNetwork) throw new ArgumentException("Service addresses must be IPv4", nameof(network));
        _objects = objects;
        _chance = chance;
        _addresses = new ServiceAddresses(objects, network, chance.Next);
        var ports = nodePorts.Last - nodePorts.First + 1;
        _ports = new NumberPool(nodePorts.First, nodePorts.Last, Math.Min(Math.Max(16, ports / 32), 128));
    }

    public ValueTask<IKubernetesObject> BeforeCreateAsync(IKubernetesObject value, RequestContext context, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Load();
            return ValueTask.FromResult<IKubernetesObject>(Allocate(null, (Service)value, context.DryRun));
        }
    }

    public ValueTask<IKubernetesObject> BeforeUpdateAsync(IKubernetesObject old, IKubernetesObject value, RequestContext context, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Load();
            return ValueTask.FromResult<IKubernetesObject>(Allocate((Service)old, (Service)value, context.DryRun));
        }
    }

    public void AfterWrite(IKubernetesObject? old, IKubernetesObject value, StoredObject? stored)
    {
        // What one of the two has and the other has not is free again, whichever of them is the one that stays.
        var (kept, dropped) = stored is null ? ((Service?)old, (Service)value) : ((Service)value, (Service?)old);
        if (dropped is null) return;
        lock (_lock) Release(dropped, kept);
    }

    public void AfterDelete(IKubernetesObject last)
    {
        lock (_lock)
        {
            if (_loaded) Release((Service)last, null);
        }
    }

    private static bool HasAddress(Service service) => service.Spec.Type != "ExternalName" && service.Spec.ClusterIP != "None";

    private static bool HasPorts(Service service) =>
        service.Spec.Type == "NodePort" || (service.Spec.Type == "LoadBalancer" && service.Spec.AllocateLoadBalancerNodePorts is not false);

    private static bool WantsHealthPort(Service service) => service.Spec is { Type: "LoadBalancer", ExternalTrafficPolicy: "Local" };

    private void Load()
    {
        if (_loaded) return;
        _loaded = true;
        foreach (var service in _objects.List<Service>(""))
        {
            foreach (var address in AddressesOf(service)) _addresses.Occupy(address);
            foreach (var port in PortsOf(service)) _ports.TryTake(port);
        }
    }

    private void Release(Service service, Service? kept)
    {
        var keptAddresses = kept is null ? [] : AddressesOf(kept).ToHashSet();
        var keptPorts = kept is null ? [] : PortsOf(kept).ToHashSet();
        foreach (var address in AddressesOf(service))
            if (!keptAddresses.Contains(address))
                _addresses.Release(address);
        foreach (var port in PortsOf(service))
            if (!keptPorts.Contains(port))
                _ports.Release(port);
    }

    private Service Allocate(Service? old, Service service, bool dryRun)
    {
        var taken = new List<Action>();
        var errors = new ErrorList();
        try
        {
            service = WithAddress(old, service, taken, errors);
            service = WithPorts(old, service, taken, errors);
            if (!errors.IsEmpty) throw StatusErrors.Invalid(Service.Gvk, service.Metadata.Name, errors);
            if (!dryRun) taken.Clear();
            return service;
        }
        finally
        {
            foreach (var giveBack in taken) giveBack();
        }
    }

    private Service WithAddress(Service? old, Service service, List<Action> taken, ErrorList errors)
    {
        var spec = service.Spec;
        if (spec.Type == "ExternalName") return service;
        if (spec.ClusterIP.Length == 0 && spec.ClusterIPs.Count > 0) spec = spec with { ClusterIP = spec.ClusterIPs[0] };
        spec = WithFamilies(spec, errors);
        if (spec.ClusterIP.Length == 0 && old is not null && old.Spec.Type != "ExternalName") spec = spec with { ClusterIP = old.Spec.ClusterIP, ClusterIPs = old.Spec.ClusterIPs };
        if (spec.ClusterIP == "None") return service with { Spec = spec with { ClusterIPs = ["None"] } };
        if (spec.ClusterIP.Length > 0 && old is not null && old.Spec.ClusterIP == spec.ClusterIP) return service with { Spec = spec with { ClusterIPs = [spec.ClusterIP] } };
        if (spec.ClusterIP.Length > 0)
        {
            var wanted = spec.ClusterIP;
            if (_addresses.Take(wanted) is { } problem)
                errors.Invalid(FieldPath.Of("spec", "clusterIPs"), BadValue.Json($"[]string{{{GoText.Quote(wanted)}}}"), $"failed to allocate IP {wanted}: {problem}");
            else
                taken.Add(() => _addresses.Release(wanted));
            return service with { Spec = spec with { ClusterIPs = [wanted] } };
        }

        if (_addresses.TakeAny() is not { } address) throw StatusErrors.InternalError("failed to allocate a serviceIP: range is full");
        taken.Add(() => _addresses.Release(address));
        return service with { Spec = spec with { ClusterIP = address, ClusterIPs = [address] } };
    }

    /// <summary>
    /// Addresses are IPv4 only, so nothing else can be asked for; but for a headless Service without selector, whose endpoints are its
    /// user's to write, all families are possible and the default.
    /// </summary>
    private static ServiceSpec WithFamilies(ServiceSpec spec, ErrorList errors)
    {
        if (spec.ClusterIP == "None" && spec.Selector.Count == 0)
        {
            spec = spec with { IpFamilyPolicy = spec.IpFamilyPolicy ?? (spec.IpFamilies.Count == 1 ? IPFamilyPolicy.SingleStack : IPFamilyPolicy.RequireDualStack) };
            if (spec.IpFamilies.Count == 0) spec = spec with { IpFamilies = [IPFamily.IPv4] };
            if (spec.IpFamilies.Count == 1 && spec.IpFamilyPolicy != IPFamilyPolicy.SingleStack)
                spec = spec with { IpFamilies = [spec.IpFamilies[0], spec.IpFamilies[0] == IPFamily.IPv4 ? IPFamily.IPv6 : IPFamily.IPv4] };
            return spec;
        }

        if (spec.IpFamilyPolicy == IPFamilyPolicy.RequireDualStack)
            errors.Invalid(FieldPath.Of("spec", "ipFamilyPolicy"), spec.IpFamilyPolicy, "this cluster is not configured for dual-stack services");
        for (var i = 0; i < spec.IpFamilies.Count; i++)
        {
            if (spec.IpFamilies[i] != IPFamily.IPv4)
                errors.Invalid(FieldPath.Of("spec", "ipFamilies").Index(i), spec.IpFamilies[i], "not configured on this cluster");
        }

        return spec with
        {
            IpFamilies = spec.IpFamilies.Count == 0 ? [IPFamily.IPv4] : spec.IpFamilies,
            IpFamilyPolicy = spec.IpFamilyPolicy ?? IPFamilyPolicy.SingleStack,
        };
    }

    private Service WithPorts(Service? old, Service service, List<Action> taken, ErrorList errors)
    {
        var spec = service.Spec;
        if (!HasPorts(service) && !WantsHealthPort(service)) return service;
        var known = old is null ? [] : PortsOf(old).ToHashSet();
        var mine = new Dictionary<int, HashSet<string>>();
        var ports = spec.Ports.AsSpan().ToArray();
        if (HasPorts(service))
        {
            for (var i = 0; i < ports.Length; i++)
                if (ports[i].NodePort != 0)
                    Claim(FieldPath.Of("spec", "ports").Index(i).Child("nodePort"), ports[i].NodePort, ports[i].Protocol, known, mine, taken, errors);
            for (var i = 0; i < ports.Length; i++)
            {
                if (ports[i].NodePort != 0) continue;
                if (KeptPort(old, ports[i]) is { } kept && (!mine.TryGetValue(kept, out var protocols) || !protocols.Contains(ports[i].Protocol)))
                {
                    ports[i] = ports[i] with { NodePort = kept };
                    Remember(mine, kept, ports[i].Protocol);
                    continue;
                }

                ports[i] = ports[i] with { NodePort = SharedPort(ports, i) ?? Take(taken) };
                Remember(mine, ports[i].NodePort, ports[i].Protocol);
            }
        }

        spec = spec with { Ports = ValueList.Wrap(ports) };
        if (WantsHealthPort(service))
        {
            if (spec.HealthCheckNodePort == 0) spec = spec with { HealthCheckNodePort = old is not null && old.Spec.HealthCheckNodePort != 0 ? old.Spec.HealthCheckNodePort : Take(taken) };
            else Claim(FieldPath.Of("spec", "healthCheckNodePort"), spec.HealthCheckNodePort, "", known, mine, taken, errors);
        }

        return service with { Spec = spec };
    }

    private int Take(List<Action> taken)
    {
        if (_ports.TakeAny(_chance.Next) is not { } free) throw StatusErrors.InternalError("failed to allocate a nodePort: range is full");
        taken.Add(() => _ports.Release(free));
        return (int)free;
    }

    private void Claim(
        FieldPath path, int port, string protocol, HashSet<int> known, Dictionary<int, HashSet<string>> mine, List<Action> taken, ErrorList errors)
    {
        var shared = mine.TryGetValue(port, out var protocols);
        if (shared && protocols!.Contains(protocol))
        {
            errors.Invalid(path, port, "provided port is already allocated");
            return;
        }

        Remember(mine, port, protocol);
        if (shared || known.Contains(port)) return;
        if (!_ports.Contains(port))
            errors.Invalid(path, port, string.Create(CultureInfo.InvariantCulture, $"provided port is not in the valid range. The range of valid ports is {_ports.First}-{_ports.Last}"));
        else if (!_ports.TryTake(port))
            errors.Invalid(path, port, "provided port is already allocated");
        else
            taken.Add(() => _ports.Release(port));
    }

    private static void Remember(Dictionary<int, HashSet<string>> mine, int port, string protocol)
    {
        if (!mine.TryGetValue(port, out var protocols)) mine[port] = protocols = [];
        protocols.Add(protocol);
    }

    /// <summary>The port that the same Service port had before.</summary>
    private static int? KeptPort(Service? old, ServicePort port)
    {
        foreach (var before in old?.Spec.Ports ?? default)
            if (before.NodePort != 0 && before.Port == port.Port && before.Protocol == port.Protocol && before.Name == port.Name)
                return before.NodePort;
        return null;
    }

    /// <summary>One number serves several protocols of the same Service port.</summary>
    private static int? SharedPort(ServicePort[] ports, int index)
    {
        for (var i = 0; i < ports.Length; i++)
        {
            if (i == index || ports[i].NodePort == 0 || ports[i].Port != ports[index].Port || ports[i].Protocol == ports[index].Protocol) continue;
            var number = ports[i].NodePort;
            if (!ports.Any(p => p.NodePort == number && p.Protocol == ports[index].Protocol)) return number;
        }

        return null;
    }

    private static IEnumerable<string> AddressesOf(Service service) => HasAddress(service) && service.Spec.ClusterIP.Length > 0 ? [service.Spec.ClusterIP] : [];

    private static IEnumerable<int> PortsOf(Service service)
    {
        if (!HasPorts(service) && !WantsHealthPort(service)) yield break;
        foreach (var port in (IEnumerable<ServicePort>)service.Spec.Ports)
            if (port.NodePort != 0)
                yield return port.NodePort;
        if (service.Spec.HealthCheckNodePort != 0) yield return service.Spec.HealthCheckNodePort;
    }
}
