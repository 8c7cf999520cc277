using Kubesharp.Api;
using Kubesharp.Api.Coordination.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Nodes;

/// <summary>Shows that the node is alive, by renewing a Lease: cheaper than writing the Node's status each time.</summary>
internal sealed partial class NodeLease(
    KubernetesClient client, NodeAgentOptions options, Func<Api.Core.V1.Node?> node, TimeProvider time, Random random, ILogger<NodeLease> logger)
{
    private const string LeaseNamespace = "kube-node-lease";
    private const int RenewalsPerDuration = 4;
    private const double Jitter = 0.04;
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);

    private readonly ResourceClient<Lease> _leases = client.For<Lease>();
    private Lease? _lease;

    /// <summary>Renews until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            var wait = options.LeaseDuration / RenewalsPerDuration * (1 + (random.NextDouble() * Jitter));
            try
            {
                await RenewAsync(cancel);
            }
            catch (Exception e) when (e is StatusException or HttpRequestException or IOException)
            {
                Log.RenewalFailed(logger, options.NodeName, e);

                // Whatever it was, the next try begins with what the server has.
                _lease = null;
                wait = RetryPeriod;
            }

            await Task.Delay(wait, time, cancel);
        }
    }

    private async Task RenewAsync(CancellationToken cancel)
    {
        _lease ??= await _leases.TryGetAsync(LeaseNamespace, options.NodeName, cancel);
        var spec = (_lease?.Spec ?? LeaseSpec.Empty) with
        {
            HolderIdentity = options.NodeName,
            LeaseDurationSeconds = (int)options.LeaseDuration.TotalSeconds,
            RenewTime = time.GetUtcNow(),
        };
        if (_lease is not null)
        {
            _lease = await _leases.UpdateAsync(_lease with { Spec = spec }, cancel);
            return;
        }

        _lease = await _leases.CreateAsync(
            new Lease
            {
                Metadata = new ObjectMeta { Namespace = LeaseNamespace, Name = options.NodeName, OwnerReferences = Owner() },
                Spec = spec,
            },
            cancel);
    }

    /// <summary>The Lease goes with its Node.</summary>
    private ValueList<OwnerReference> Owner() => node() is { } owner
        ? [new OwnerReference { ApiVersion = "v1", Kind = "Node", Name = owner.Metadata.Name, Uid = owner.Metadata.Uid }]
        : default;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Lease of node {node} was not renewed", EventName = "LeaseRenewalFailed")]
        public static partial void RenewalFailed(ILogger logger, string node, Exception e);
    }
}
