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
/// Shows the cluster addresses of Services as IPAddress objects. The server hands addresses out by itself and asks nobody here; objects
/// that others made are left alone.
/// </summary>
public sealed class ServiceAddressController : IController
{
    private const string FamilyLabel = "ipaddress.kubernetes.io/ip-family";
    private const string ManagedByLabel = "ipaddress.kubernetes.io/managed-by";
    private const string ManagedBy = "ipallocator.k8s.io";
    private const string AddressIndex = "clusterip";
    private readonly ResourceClient<AddressObject> _client;
    private readonly IInformer<Service> _services;
    private readonly IInformer<AddressObject> _addresses;
    private readonly WorkQueue<string> _queue;
    private readonly ControllerLoop<string> _loop;

    public ServiceAddressController(ControllerContext context)
    {
        _client = context.Client.For<AddressObject>();
        _services = context.Informers.For<Service>();
        _services.AddIndex(AddressIndex, AddressesOf);
        _addresses = context.Informers.For<AddressObject>();
        _queue = new WorkQueue<string>(context.Time);
        _loop = new ControllerLoop<string>(Name, _queue, 1, ReconcileAsync, context.Logs.CreateLogger<ServiceAddressController>());
    }

    public string Name => "service-address-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _services.WaitForSyncAsync(cancellationToken);
        await _addresses.WaitForSyncAsync(cancellationToken);
        using var services = _services.AddHandler(new InformerHandler<Service>
        {
            Added = (service, _) => Enqueue(service),
            Updated = (old, service) =>
            {
                if (old.Spec.ClusterIPs == service.Spec.ClusterIPs) return;
                Enqueue(old);
                Enqueue(service);
            },
            Deleted = (service, _) => Enqueue(service),
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

    private async Task<ReconcileResult> ReconcileAsync(string address, CancellationToken cancellationToken)
    {
        var wanted = _services.ByIndex(AddressIndex, address).Select(service => Make(address, service)).FirstOrDefault();
        var present = _addresses.Get("", address);
        if (present is not null && (present.Metadata.Labels.Get(ManagedByLabel) != ManagedBy || present.Spec.ParentRef == wanted?.Spec.ParentRef)) return ReconcileResult.Done;
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

    private static AddressObject Make(string address, Service service) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = address,
            Labels = ValueMap.Create<string>(
            [
                new(FamilyLabel, NetAddress.Parse(address).AddressFamily == AddressFamily.InterNetworkV6 ? IPFamily.IPv6 : IPFamily.IPv4),
                new(ManagedByLabel, ManagedBy),
            ]),
        },
        Spec = new IPAddressSpec { ParentRef = new ParentReference { Resource = "services", Namespace = service.Metadata.Namespace, Name = service.Metadata.Name } },
    };
}
