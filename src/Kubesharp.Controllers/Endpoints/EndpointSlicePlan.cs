using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Api.Meta.V1;
using EndpointPort = Kubesharp.Api.Discovery.V1.EndpointPort;

namespace Kubesharp.Controllers.Endpoints;

/// <summary>The slices a Service should have, made from those it has with as few writes as possible.</summary>
internal sealed class EndpointSlicePlan
{
    public const string ManagedBy = "endpointslice-controller.k8s.io";
    public const string ManagedByLabel = "endpointslice.kubernetes.io/managed-by";
    public const string ServiceLabel = "kubernetes.io/service-name";

    /// <summary>Endpoints in one slice at most.</summary>
    private const int MaxEndpoints = 100;

    public List<EndpointSlice> Create { get; } = [];

    public List<EndpointSlice> Update { get; } = [];

    public List<EndpointSlice> Delete { get; } = [];

    /// <summary>Works out the plan.</summary>
    /// <param name="service">A Service with a selector.</param>
    /// <param name="pods">The pods it selects.</param>
    /// <param name="existing">Slices this controller made for it.</param>
    /// <param name="zoneOf">Zone of a node by its name; null when unknown.</param>
    public static EndpointSlicePlan For(Service service, IEnumerable<Pod> pods, IReadOnlyList<EndpointSlice> existing, Func<string, string?> zoneOf)
    {
        var plan = new EndpointSlicePlan();
        var list = pods.ToList();
        var families = AddressTypes(service);
        foreach (var family in families) plan.AddFamily(service, list, [.. existing.Where(slice => slice.AddressType == family)], family, zoneOf);
        plan.Delete.AddRange(existing.Where(slice => !families.Contains(slice.AddressType)));
        return plan;
    }

    private static List<string> AddressTypes(Service service) => service.Spec.IpFamilies.Count > 0 ? [.. service.Spec.IpFamilies] : ["IPv4"];

    private void AddFamily(Service service, List<Pod> pods, List<EndpointSlice> existing, string family, Func<string, string?> zoneOf)
    {
        var wanted = new Dictionary<ValueList<EndpointPort>, Dictionary<string, Endpoint>>();
        foreach (var pod in pods)
        {
            if (!ServiceEndpoints.MayServe(pod, includeTerminating: true) || ServiceEndpoints.AddressOf(pod, family) is not { } address) continue;
            var ports = Ports(service, pod);
            if (ports.Count == 0 && service.Spec.Ports.Count > 0) continue;
            if (!wanted.TryGetValue(ports, out var endpoints)) wanted.Add(ports, endpoints = new(StringComparer.Ordinal));
            endpoints[pod.Metadata.Uid] = EndpointOf(service, pod, address, zoneOf);
        }

        foreach (var group in existing.GroupBy(slice => slice.Ports).ToList())
        {
            if (!wanted.Remove(group.Key, out var endpoints)) Drop(group, keepOne: wanted.Count == 0 && Create.Count == 0 && Update.Count == 0 && ReferenceEquals(group.First(), existing[0]), service);
            else Fill(service, [.. group], endpoints, group.Key, family);
        }

        foreach (var (ports, endpoints) in wanted) Fill(service, [], endpoints, ports, family);
        if (existing.Count == 0 && !Create.Any(slice => slice.AddressType == family)) Create.Add(NewSlice(service, family, default, []));
    }

    /// <summary>Slices of ports that nothing offers any more; one of them stays, empty, so that watchers see a Service without endpoints.</summary>
    private void Drop(IEnumerable<EndpointSlice> slices, bool keepOne, Service service)
    {
        foreach (var slice in slices)
        {
            if (keepOne)
            {
                Keep(slice, slice with { Endpoints = [], Ports = [], Metadata = Labeled(slice.Metadata, service) });
                keepOne = false;
            }
            else
            {
                Delete.Add(slice);
            }
        }
    }

    private void Fill(Service service, List<EndpointSlice> slices, Dictionary<string, Endpoint> endpoints, ValueList<EndpointPort> ports, string family)
    {
        var contents = new List<(EndpointSlice Slice, List<Endpoint> Endpoints)>();
        foreach (var slice in slices)
        {
            var kept = new List<Endpoint>();
            foreach (var endpoint in slice.Endpoints)
            {
                if (endpoint.TargetRef is { } target && endpoints.Remove(target.Uid, out var current)) kept.Add(current);
            }

            contents.Add((slice, kept));
        }

        var fresh = new Queue<Endpoint>(endpoints.Values);
        foreach (var (_, kept) in contents)
        {
            while (fresh.Count > 0 && kept.Count < MaxEndpoints) kept.Add(fresh.Dequeue());
        }

        while (fresh.Count > 0)
        {
            var next = new List<Endpoint>();
            while (fresh.Count > 0 && next.Count < MaxEndpoints) next.Add(fresh.Dequeue());
            Create.Add(NewSlice(service, family, ports, next));
        }

        foreach (var (slice, kept) in contents)
        {
            if (kept.Count == 0 && contents.Count > 1) Delete.Add(slice);
            else Keep(slice, slice with { Endpoints = kept.ToValueList(), Metadata = Labeled(slice.Metadata, service) });
        }
    }

    private void Keep(EndpointSlice before, EndpointSlice after)
    {
        if (before != after) Update.Add(after);
    }

    private static ValueList<EndpointPort> Ports(Service service, Pod pod)
    {
        var ports = new List<EndpointPort>();
        foreach (var port in service.Spec.Ports)
        {
            if (ServiceEndpoints.TargetPort(pod, port) is not { } number) continue;
            ports.Add(new EndpointPort { Name = port.Name, Port = number, Protocol = ServiceEndpoints.Protocol(port.Protocol), AppProtocol = port.AppProtocol });
        }

        return ports.ToValueList();
    }

    private static Endpoint EndpointOf(Service service, Pod pod, string address, Func<string, string?> zoneOf)
    {
        var serving = pod.IsReady();
        var terminating = pod.IsTerminating();
        var nodeName = pod.Spec.NodeName.Length > 0 ? pod.Spec.NodeName : null;
        return new Endpoint
        {
            Addresses = [address],
            Conditions = new EndpointConditions { Ready = service.Spec.PublishNotReadyAddresses || (serving && !terminating), Serving = serving, Terminating = terminating },
            Hostname = ServiceEndpoints.HostnameOf(pod, service),
            TargetRef = ServiceEndpoints.Reference(pod),
            NodeName = nodeName,
            Zone = nodeName is null ? null : zoneOf(nodeName),
        };
    }

    private static EndpointSlice NewSlice(Service service, string family, ValueList<EndpointPort> ports, List<Endpoint> endpoints) => new()
    {
        Metadata = Labeled(
            new ObjectMeta
            {
                GenerateName = service.Metadata.Name + "-",
                Namespace = service.Metadata.Namespace,
                OwnerReferences = [service.ToControllerReference()],
            },
            service),
        AddressType = family,
        Endpoints = ValueList.Wrap(endpoints.ToArray()),
        Ports = ports.IsNull ? [] : ports,
    };

    private static ObjectMeta Labeled(ObjectMeta metadata, Service service)
    {
        var labels = ServiceEndpoints.WithHeadless(service.Metadata.Labels.Remove(ServiceEndpoints.HeadlessLabel), service).Set(ServiceLabel, service.Metadata.Name).Set(ManagedByLabel, ManagedBy);
        return metadata with { Labels = labels };
    }
}
