using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Binds pods through the <c>binding</c> subresource.</summary>
public sealed class DefaultBinderPlugin(KubernetesClient client) : SchedulerPlugin, IBindPlugin
{
    public override string Name => PluginNames.DefaultBinder;

    public async Task<bool> BindAsync(CycleState state, PodInfo pod, string node, CancellationToken cancellationToken)
    {
        var metadata = pod.Pod.Metadata;
        var binding = Binding.Empty with
        {
            Metadata = ObjectMeta.Empty with { Namespace = metadata.Namespace, Name = metadata.Name, Uid = metadata.Uid },
            Target = ObjectReference.Empty with { Kind = "Node", Name = node },
        };
        await client.For<Pod>().CreateSubresourceAsync<Binding, Status>(metadata.Namespace, metadata.Name, "binding", binding, cancellationToken);
        return true;
    }
}
