using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Scheduling.V1;

namespace Kubesharp.Scheduler.Simulation;

/// <summary>Does what controllers and the API server do between a workload and the scheduler.</summary>
internal static class WorkloadPods
{
    private const string DefaultNamespace = "default";

    /// <summary>The pods a workload would make; none for what is not a workload.</summary>
    public static IEnumerable<Pod> Of(IKubernetesObject workload) => workload switch
    {
        Pod pod => [pod],
        Deployment deployment => Make(deployment, "Deployment", deployment.Spec.Template, deployment.Spec.Replicas ?? 1),
        ReplicaSet replicaSet => Make(replicaSet, "ReplicaSet", replicaSet.Spec.Template, replicaSet.Spec.Replicas ?? 1),
        StatefulSet set => Make(set, "StatefulSet", set.Spec.Template, set.Spec.Replicas ?? 1),
        ReplicationController controller when controller.Spec.Template is { } template => Make(controller, "ReplicationController", template, controller.Spec.Replicas ?? 1),
        Job job => Make(job, "Job", job.Spec.Template, job.Spec.Parallelism ?? 1),
        _ => [],
    };

    /// <summary>A pod with the defaults that matter to scheduling.</summary>
    public static Pod Default(Pod pod, IReadOnlyCollection<PriorityClass> classes)
    {
        var metadata = pod.Metadata;
        if (metadata.Namespace.Length == 0) metadata = metadata with { Namespace = DefaultNamespace };
        if (metadata.Uid.Length == 0) metadata = metadata with { Uid = $"{metadata.Namespace}/{metadata.Name}" };
        var spec = pod.Spec;
        if (spec.SchedulerName.Length == 0) spec = spec with { SchedulerName = SchedulerOptions.DefaultSchedulerName };
        spec = spec with { Containers = Default(spec.Containers), InitContainers = Default(spec.InitContainers) };
        if (spec.Priority is null)
        {
            var of = spec.PriorityClassName.Length > 0 ? classes.FirstOrDefault(value => value.Metadata.Name == spec.PriorityClassName) : classes.FirstOrDefault(value => value.GlobalDefault);
            spec = spec with { Priority = of?.Value ?? 0, PreemptionPolicy = spec.PreemptionPolicy ?? of?.PreemptionPolicy };
        }

        return pod with { Metadata = metadata, Spec = spec };
    }

    private static IEnumerable<Pod> Make(IKubernetesObject owner, string kind, PodTemplateSpec template, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var name = $"{owner.Metadata.Name}-{i.ToString(CultureInfo.InvariantCulture)}";
            yield return new Pod
            {
                Metadata = template.Metadata with
                {
                    Name = name,
                    Namespace = owner.Metadata.Namespace,
                    OwnerReferences = [OwnerReference.Empty with { Kind = kind, Name = owner.Metadata.Name, Uid = owner.Metadata.Uid.Length > 0 ? owner.Metadata.Uid : owner.Metadata.Name, Controller = true }],
                },
                Spec = template.Spec,
            };
        }
    }

    /// <summary>Limits are requests where no request is given.</summary>
    private static ValueList<Container> Default(ValueList<Container> containers) => containers.Select(container =>
    {
        var requests = container.Resources.Requests;
        foreach (var (name, limit) in container.Resources.Limits)
        {
            if (!requests.ContainsKey(name)) requests = requests.Set(name, limit);
        }

        return container with { Resources = container.Resources with { Requests = requests } };
    }).ToValueList();
}
