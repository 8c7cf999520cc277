using System.Net;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Networking.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;
using AddressObject = Kubesharp.Api.Networking.V1.IPAddress;
using NetAddress = System.Net.IPAddress;

namespace Kubesharp.Controllers.ServiceAddresses;

/// <summary>Says that the ranges of Service addresses are ready, and keeps a deleted one as long as Services have addresses that no other range holds.</summary>
public sealed class ServiceCidrController : IController
{
    private const string Finalizer = "networking.k8s.io/service-cidr-finalizer";
    private const string Ready = "Ready";
    private const string StillUsed = "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR";

    /// <summary>How long a range is kept after its deletion, so that nobody still takes an address of it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly ResourceClient<ServiceCIDR> _client;
    private readonly TimeProvider _time;
    private readonly IInformer<ServiceCIDR> _ranges;
    private readonly IInformer<AddressObject> _addresses;
    private readonly WorkQueue<string> _queue;
    private readonly ControllerLoop<string> _loop;

    public ServiceCidrController(ControllerContext context)
    {
        _client = context.Client.For<ServiceCIDR>();
        _time = context.Time;
        _ranges = context.Informers.For<ServiceCIDR>();
        _addresses = context.Informers.For<AddressObject>();
        _queue = new WorkQueue<string>(context.Time);
        _loop = new ControllerLoop<string>(Name, _queue, 1, ReconcileAsync, context.Logs.CreateLogger<ServiceCidrController>());
    }

    public string Name => "service-cidr-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _ranges.WaitForSyncAsync(cancellationToken);
        await _addresses.WaitForSyncAsync(cancellationToken);
        using var ranges = _ranges.AddHandler(new InformerHandler<ServiceCIDR>
        {
            Added = (_, _) => EnqueueAll(),
            Updated = (_, range) => _queue.Add(range.Metadata.Name),
            Deleted = (_, _) => EnqueueAll(),
        });
        using var addresses = _addresses.AddHandler(new InformerHandler<AddressObject> { Deleted = (_, _) => EnqueueDeleted() });
        await _loop.RunAsync(cancellationToken);
    }

    /// <summary>Another range may hold the addresses of one that is on its way out, or no longer hold them.</summary>
    private void EnqueueAll()
    {
        foreach (var range in _ranges.List()) _queue.Add(range.Metadata.Name);
    }

    private void EnqueueDeleted()
    {
        foreach (var range in _ranges.List())
        {
            if (range.Metadata.IsBeingDeleted()) _queue.Add(range.Metadata.Name);
        }
    }

    private async Task<ReconcileResult> ReconcileAsync(string name, CancellationToken cancellationToken)
    {
        if (_ranges.Get("", name) is not { } range) return ReconcileResult.Done;
        try
        {
            return range.Metadata.IsBeingDeleted() ? await LetGoAsync(range, cancellationToken) : await KeepAsync(range, cancellationToken);
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Gone already.
            return ReconcileResult.Done;
        }
    }

    private async Task<ReconcileResult> KeepAsync(ServiceCIDR range, CancellationToken cancellationToken)
    {
        if (!range.Metadata.HasFinalizer(Finalizer)) range = await _client.UpdateAsync(range with { Metadata = range.Metadata.WithFinalizer(Finalizer) }, cancellationToken);
        if (!range.Status.Conditions.Any(static condition => condition is { Type: Ready, Status: "True" })) await SetReadyAsync(range, "True", "", "Kubernetes Service CIDR is ready", cancellationToken);
        return ReconcileResult.Done;
    }

    private async Task<ReconcileResult> LetGoAsync(ServiceCIDR range, CancellationToken cancellationToken)
    {
        if (!range.Metadata.HasFinalizer(Finalizer)) return ReconcileResult.Done;
        if (IsNeeded(range))
        {
            if (!range.Status.Conditions.Any(static condition => condition is { Type: Ready, Status: "False" })) await SetReadyAsync(range, "False", "Terminating", StillUsed, cancellationToken);
            return ReconcileResult.Done;
        }

        var left = range.Metadata.DeletionTimestamp!.Value + Grace - _time.GetUtcNow();
        if (left > TimeSpan.Zero) return ReconcileResult.RequeueAfter(left);
        await _client.UpdateAsync(range with { Metadata = range.Metadata.WithoutFinalizer(Finalizer) }, cancellationToken);
        return ReconcileResult.Done;
    }

    private bool IsNeeded(ServiceCIDR range)
    {
        var others = _ranges.List().Where(other => other.Metadata.Name != range.Metadata.Name).SelectMany(BlocksOf).ToList();
        var own = BlocksOf(range).Where(block => !others.Exists(other => other.PrefixLength <= block.PrefixLength && other.Contains(block.BaseAddress))).ToList();
        return own.Count > 0 && _addresses.List().Any(address =>
            address.Metadata.Labels.Get(ServiceAddressController.ManagedByLabel) == ServiceAddressController.ManagedBy
            && NetAddress.TryParse(address.Metadata.Name, out var parsed)
            && own.Exists(block => block.Contains(parsed))
            && !others.Exists(block => block.Contains(parsed)));
    }

    private static IEnumerable<IPNetwork> BlocksOf(ServiceCIDR range)
    {
        foreach (var text in range.Spec.Cidrs)
        {
            if (IPNetwork.TryParse(text, out var block)) yield return block;
        }
    }

    private Task SetReadyAsync(ServiceCIDR range, string status, string reason, string message, CancellationToken cancellationToken)
    {
        var condition = new Condition { Type = Ready, Status = status, Reason = reason, Message = message, LastTransitionTime = _time.GetUtcNow() };
        var conditions = range.Status.Conditions.Where(static one => one.Type != Ready).Append(condition).ToValueList();
        return _client.UpdateStatusAsync(range with { Status = range.Status with { Conditions = conditions } }, cancellationToken);
    }
}
