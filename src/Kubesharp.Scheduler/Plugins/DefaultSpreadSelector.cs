using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Selectors;
using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Plugins;

/// <summary>Finds out which pods belong together with a pod that does not say so: by Services and by its controller.</summary>
internal static class DefaultSpreadSelector
{
    public static Selector Of(PodInfo pod, ClusterState cluster)
    {
        var metadata = pod.Pod.Metadata;
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var service in cluster.Services.In(metadata.Namespace))
        {
            var wanted = service.Spec.Selector;
            if (wanted.Count == 0 || !Contains(metadata.Labels, wanted)) continue;
            foreach (var (key, value) in wanted) labels[key] = value;
        }

        if (metadata.GetControllerOf() is not { } owner) return ToSelector(labels);
        switch (owner.ApiVersion, owner.Kind)
        {
            case ("v1", "ReplicationController"):
                if (cluster.ReplicationControllers.Find(metadata.Namespace, owner.Name) is { } controller)
                {
                    foreach (var (key, value) in controller.Spec.Selector) labels[key] = value;
                }

                return ToSelector(labels);
            case ("apps/v1", "ReplicaSet"):
                return Add(labels, cluster.ReplicaSets.Find(metadata.Namespace, owner.Name)?.Spec.Selector);
            case ("apps/v1", "StatefulSet"):
                return Add(labels, cluster.StatefulSets.Find(metadata.Namespace, owner.Name)?.Spec.Selector);
            default:
                return ToSelector(labels);
        }
    }

    private static Selector ToSelector(Dictionary<string, string> labels) => Selector.FromLabels(labels.ToValueMap());

    private static Selector Add(Dictionary<string, string> labels, LabelSelector? more)
    {
        var selector = ToSelector(labels);
        return more is null ? selector : selector.And(Selector.From(more).Requirements.ToArray());
    }

    private static bool Contains(ValueMap<string> labels, ValueMap<string> wanted)
    {
        foreach (var (key, value) in wanted)
        {
            if (!labels.TryGetValue(key, out var actual) || actual != value) return false;
        }

        return true;
    }
}
