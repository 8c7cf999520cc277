using Kubesharp.Client;
using Kubesharp.Controllers.AdmissionPolicies;
using Kubesharp.Controllers.Certificates;
using Kubesharp.Controllers.CronJobs;
using Kubesharp.Controllers.DaemonSets;
using Kubesharp.Controllers.Deployments;
using Kubesharp.Controllers.DeviceTaintEviction;
using Kubesharp.Controllers.Disruption;
using Kubesharp.Controllers.Endpoints;
using Kubesharp.Controllers.GarbageCollection;
using Kubesharp.Controllers.Jobs;
using Kubesharp.Controllers.Namespaces;
using Kubesharp.Controllers.NodeIpam;
using Kubesharp.Controllers.NodeLifecycle;
using Kubesharp.Controllers.PodGarbageCollection;
using Kubesharp.Controllers.Rbac;
using Kubesharp.Controllers.ReplicaSets;
using Kubesharp.Controllers.ResourceClaims;
using Kubesharp.Controllers.ServiceAccounts;
using Kubesharp.Controllers.ServiceAddresses;
using Kubesharp.Controllers.StatefulSets;
using Kubesharp.Controllers.TaintEviction;
using Kubesharp.Controllers.TtlAfterFinished;
using Kubesharp.Controllers.VolumeProtection;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers;

/// <summary>Runs every controller. A controller that fails is started again after a while; the others go on.</summary>
/// <param name="context">What the controllers work with.</param>
/// <param name="caCertificate">Certificate of the cluster's CA as PEM text, published to every namespace.</param>
/// <param name="podNetwork">Pod addresses of the whole cluster.</param>
/// <param name="sign">Signs certificate requests with the cluster's CA; null where its key is not at hand.</param>
/// <param name="signToken">Signs the tokens that Secrets hold; null where the key is not at hand.</param>
public sealed partial class ControllerManager(
    ControllerContext context, string caCertificate, System.Net.IPNetwork podNetwork, CertificateSigner? sign = null, SecretTokenSigner? signToken = null) : IComponent
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);
    private readonly ILogger _logger = context.Logs.CreateLogger<ControllerManager>();

    public string Name => "controllers";

    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        var controllers = Controllers();
        if (sign is { } signer) controllers.Add(() => new CertificateSigningController(context, signer));
        if (signToken is { } tokenSigner) controllers.Add(() => new SecretTokenController(context, caCertificate, tokenSigner));
        var running = controllers.Select(controller => RunAsync(controller, cancellationToken)).ToList();
        ready();
        await Task.WhenAll(running);
    }

    /// <summary>How every controller there is is made; one that has failed is made anew, because its queues are closed.</summary>
    private List<Func<IController>> Controllers() =>
    [
        () => new NamespaceController(context),
        () => new ServiceAccountController(context),
        () => new RootCaController(context, caCertificate),
        () => new LegacyTokenCleaner(context),
        () => new DeploymentController(context),
        () => new ReplicaSetController(context),
        () => new ReplicationControllerController(context),
        () => new DaemonSetController(context),
        () => new StatefulSetController(context),
        () => new JobController(context),
        () => new TtlAfterFinishedController(context),
        () => new CronJobController(context),
        () => new DisruptionController(context),
        () => new EndpointsController(context),
        () => new EndpointSliceMirroringController(context),
        () => new ServiceAddressController(context),
        () => new ServiceCidrController(context),
        () => new ClusterRoleAggregationController(context),
        () => new PolicyStatusController(context),
        () => new GarbageCollector(context),
        () => new PodGarbageCollector(context),
        () => new NodeIpamController(context, podNetwork),
        () => new NodeLifecycleController(context),
        () => new TaintEvictionController(context),
        () => new ResourceClaimController(context),
        () => new DeviceTaintEvictionController(context),
        () => new ClaimProtectionController(context),
        () => new VolumeProtectionController(context),
    ];

    private async Task RunAsync(Func<IController> create, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var controller = create();
            try
            {
                await controller.RunAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.Failed(_logger, e, controller.Name);
                await Task.Delay(RestartDelay, context.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Controller {Controller} failed and starts again", EventName = "Failed")]
        public static partial void Failed(ILogger logger, Exception exception, string controller);
    }
}
