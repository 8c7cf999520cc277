using System.Net.Sockets;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Networking.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;
using AddressObject = Kubesharp.Api.Networking.V1.IPAddress;
using NetAddress = System.Net.IPAddress;

namespace Kubesharp.Controllers.ServiceAddresses;

/// <summary>
/// Shows the cluster addresses of Services as IPAddress objects. The server hands addresses out by itself; of the objects here it only
/// respects those that others made, which are left alone. What does not fit together is told by events and repaired.
/// </summary>
public sealed class ServiceAddressController : IController
{
    private const string FamilyLabel = "ipaddress.kubernetes.io/ip-family";
    internal const string ManagedByLabel = "ipaddress.kubernetes.io/managed-by";
    internal const string ManagedBy = "ipallocator.k8s.io";
    private const string AddressIndex = "clusterip";
    private readonly ResourceClient<AddressObject> _client;
    private readonly IInformer<Service> _services;
    private readonly IInformer<AddressObject> _addresses;
    private readonly IInformer<ServiceCIDR> _ranges;
    private readonly EventRecorder _events;
    private readonly HashSet<string> _given = [];
    private readonly Lock _lock = new();
    private readonly WorkQueue<string> _queue;
    private readonly ControllerLoop<string> _loop;

    public ServiceAddressController(ControllerContext context)
    {
        _client = context.Client.For<AddressObject>();
        _services = context.Informers.For<Service>();
        _services.AddIndex(AddressIndex, AddressesOf);
        _addresses = context.Informers.For<AddressObject>();
        _ranges = context.Informers.For<ServiceCIDR>();
        _events = new EventRecorder(context.Client, context.Time, "ipallocator-repair-controller");
        _queue = new WorkQueue<string>(context.Time);
        _loop = new ControllerLoop<string>(Name, _queue, 1, ReconcileAsync, context.Logs.CreateLogger<ServiceAddressController>());
    }

    public string Name => "service-address-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _services.WaitForSyncAsync(cancellationToken);
        await _addresses.WaitForSyncAsync(cancellationToken);
        await _ranges.WaitForSyncAsync(cancellationToken);
        await using var events = _events;
        using var services = _services.AddHandler(new InformerHandler<Service>
        {
            Added = (service, _) => Enqueue(service),
            Updated = (old, service) =>
            {
                if (old.Spec.ClusterIPs == service.Spec.ClusterIPs) return;
                GiveBack(old);
                Enqueue(service);
            },
            Deleted = (service, _) => GiveBack(service),
        });
        using var addresses = _addresses.AddHandler(new InformerHandler<AddressObject>
        {
            Added = (address, _) => _queue.Add(address.Metadata.Name),
            Deleted = (address, _) => _queue.Add(address.Metadata.Name),
        });
        await _loop.RunAsync(cancellationToken);
    }

    private static IEnumerable<string> AddressesOf(Service service) => service.Spec.ClusterIPs.Where(address => NetAddress.TryParse(address, out _));

    private void Enqueue(Service service)
    {
        foreach (var address in AddressesOf(service)) _queue.Add(address);
    }

    /// <summary>The object of an address that a Service gave back goes without a word.</summary>
    private void GiveBack(Service service)
    {
        lock (_lock) _given.UnionWith(AddressesOf(service));
        Enqueue(service);
    }

    private async Task<ReconcileResult> ReconcileAsync(string address, CancellationToken cancellationToken)
    {
        var services = _services.ByIndex(AddressIndex, address).ToList();
        var present = _addresses.Get("", address);
        var owner = services.Find(service => Names(present, service)) ?? services.FirstOrDefault();
        bool isGivenBack;
        lock (_lock) isGivenBack = _given.Remove(address);
        TellOf(services, owner, address);
        var wanted = owner is null ? null : Make(address, owner);
        if (present is not null && (present.Metadata.Labels.Get(ManagedByLabel) != ManagedBy || present.Spec.ParentRef == wanted?.Spec.ParentRef)) return ReconcileResult.Done;
        if (present is not null && !isGivenBack) TellOf(present, owner);
        try
        {
            // The owner of an address cannot be changed: the object of another Service gives way, and its deletion brings us here again.
            if (present is not null) await _client.DeleteAsync("", address, cancellationToken, new DeleteOptions { Preconditions = new Preconditions { Uid = present.Metadata.Uid } });
            else if (wanted is not null) await _client.CreateAsync(wanted, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound || e.IsAlreadyExists)
        {
            // The cache is behind and will say so.
        }

        return ReconcileResult.Done;
    }

    /// <summary>Tells the Services that share an address, and the one whose address is in no range.</summary>
    private void TellOf(List<Service> services, Service? owner, string address)
    {
        var family = FamilyOf(address);
        if (owner is not null && !_ranges.List().Any(range => range.Spec.Cidrs.Any(block => System.Net.IPNetwork.TryParse(block, out var parsed) && parsed.Contains(NetAddress.Parse(address)))))
            _events.Event(owner, EventTypes.Warning, "ClusterIPOutOfRange", $"Cluster IP [{family}]: {address} is not within any configured Service CIDR; please recreate service");
        foreach (var service in services)
        {
            if (service != owner) _events.Event(service, EventTypes.Warning, "ClusterIPAlreadyAllocated", $"Cluster IP [{family}]:{address} was assigned to multiple services; please recreate service");
        }
    }

    /// <summary>Tells that an object names the wrong Service, or one that is not there.</summary>
    private void TellOf(AddressObject present, Service? owner)
    {
        var address = present.Metadata.Name;
        if (owner is not null)
        {
            _events.Event(
                owner, EventTypes.Warning, "ClusterIPNotAllocated",
                $"the ClusterIP [{FamilyOf(address)}]: {address} for Service {owner.Metadata.Namespace}/{owner.Metadata.Name} has a wrong reference; repairing");
            return;
        }

        var parent = present.Spec.ParentRef ?? ParentReference.Empty;
        var (reason, problem) = _services.Get(parent.Namespace, parent.Name) is null
            ? ("IPAddressNotAllocated", "appears to have leaked: cleaning up")
            : ("IPAddressWrongReference", "has a wrong reference; cleaning up");
        _events.Event(present, EventTypes.Warning, reason, $"IPAddress: {address} for Service {parent.Namespace}/{parent.Name} {problem}");
    }

    private static bool Names(AddressObject? address, Service service) =>
        address?.Spec.ParentRef is { Group: "", Resource: "services" } parent && parent.Namespace == service.Metadata.Namespace && parent.Name == service.Metadata.Name;

    private static string FamilyOf(string address) => NetAddress.Parse(address).AddressFamily == AddressFamily.InterNetworkV6 ? IPFamily.IPv6 : IPFamily.IPv4;

    private static AddressObject Make(string address, Service service) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = address,
            Labels = ValueMap.Create<string>(
            [
                new(FamilyLabel, FamilyOf(address)),
                new(ManagedByLabel, ManagedBy),
            ]),
        },
        Spec = new IPAddressSpec { ParentRef = new ParentReference { Resource = "services", Namespace = service.Metadata.Namespace, Name = service.Metadata.Name } },
    };
}
