using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Images;
using Kubesharp.Node.Nodes;
using Kubesharp.Node.Objects;
using Kubesharp.Node.Probes;
using Kubesharp.Node.Server;
using Kubesharp.Node.Variables;
using Kubesharp.Node.Volumes;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node;

/// <summary>Puts the agent's own parts together; what <see cref="NodeAgent"/> is made with unless a test has others.</summary>
public static class DefaultNodeParts
{
    /// <summary>Makes the parts.</summary>
    /// <param name="context">What they are made from.</param>
    /// <param name="server">Settings of the HTTPS server; null for an agent that cannot be asked for logs and the like.</param>
    public static NodeAgentParts Create(NodeAgentContext context, NodeServerOptions? server = null)
    {
        var allocatable = NodeFacts.Read(context.Options.RootDirectory).Allocatable(context.Options);
        var objects = new PodObjects(context.Client, context.Time, context.Logs);
        var environment = new ContainerEnvironment(
            objects, new InformedServices(context.Informers.For<Service>()), context.Folders, () => allocatable, context.Events);
        var volumes = new PodVolumes(
            context.Folders,
            objects,
            new ServiceAccountTokens(context.Client, context.Time, Random.Shared),
            new PersistentVolumes(context.Client),
            environment,
            () => allocatable,
            context.Events,
            context.Time,
            context.Logs.CreateLogger<PodVolumes>());
        var http = new HttpActions();
        var prober = new Prober(new ProbeRunner(context.Runtime, http, context.Time), context.Events, context.Time);
        return new NodeAgentParts
        {
            Volumes = volumes,
            Environment = environment,
            Prober = prober,
            Hooks = new LifecycleHooks(context.Runtime, http, context.Time),
            PullSecrets = new PullSecrets(objects),
            Loops =
            [
                async (_, cancel) =>
                {
                    try
                    {
                        await volumes.RunAsync(cancel);
                    }
                    finally
                    {
                        volumes.Dispose();
                        await prober.DisposeAsync();
                        await objects.DisposeAsync();
                        http.Dispose();
                    }
                },
                .. server is null ? (IEnumerable<Func<Pods.IPodLookup, CancellationToken, Task>>)[] : [new NodeServer(server, context, () => prober.Counts).RunAsync],
            ],
        };
    }
}
