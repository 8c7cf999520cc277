using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.Workloads;

namespace Kubesharp.Controllers.StatefulSets;

/// <summary>Identity and storage of the pods of a StatefulSet.</summary>
internal static class StatefulPods
{
    public static int Replicas(StatefulSet set) => set.Spec.Replicas ?? 1;

    public static int Start(StatefulSet set) => set.Spec.Ordinals?.Start ?? 0;

    public static string NameOf(StatefulSet set, int ordinal) => string.Create(CultureInfo.InvariantCulture, $"{set.Metadata.Name}-{ordinal}");

    /// <summary>The number at the end of the pod's name, or null when the name is not one that the set gives.</summary>
    public static int? Ordinal(StatefulSet set, Pod pod)
    {
        var name = pod.Metadata.Name.AsSpan();
        var prefix = set.Metadata.Name.AsSpan();
        if (name.Length < prefix.Length + 2 || !name.StartsWith(prefix) || name[prefix.Length] != '-') return null;
        return int.TryParse(name[(prefix.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? ordinal : null;
    }

    public static bool IsInRange(StatefulSet set, int ordinal) => ordinal >= Start(set) && ordinal < Start(set) + Replicas(set);

    /// <summary>The name of the revision the pod was made from.</summary>
    public static string Revision(Pod pod) => pod.Metadata.GetLabel(WellKnownLabels.ControllerRevisionHash) ?? "";

    /// <summary>Whether the pod is in the cluster and not only planned.</summary>
    public static bool IsCreated(Pod pod) => pod.Status.Phase.Length > 0;

    public static bool IsRunningAndReady(Pod pod) => pod.Status.Phase == PodPhase.Running && pod.IsReady();

    public static bool IsHealthy(Pod pod) => IsRunningAndReady(pod) && !pod.IsTerminating();

    public static bool IsAvailable(StatefulSet set, Pod pod, DateTimeOffset now) => IsHealthy(pod) && pod.IsAvailable(set.Spec.MinReadySeconds, now);

    /// <summary>A pod that is still to be created.</summary>
    public static Pod Make(StatefulSet set, PodTemplateSpec template, string revision, int ordinal)
    {
        var pod = PodControl.FromTemplate(template, set);
        var name = NameOf(set, ordinal);
        pod = pod with
        {
            Metadata = pod.Metadata with { Name = name, GenerateName = "" },
            Spec = pod.Spec with { Hostname = name, Subdomain = set.Spec.ServiceName },
        };
        pod = WithStorage(set, WithIdentity(pod, ordinal), ordinal);
        return pod with { Metadata = pod.Metadata.WithLabel(WellKnownLabels.ControllerRevisionHash, revision) };
    }

    /// <summary>The pod with the labels that say which one of the set it is.</summary>
    public static Pod WithIdentity(Pod pod, int ordinal)
    {
        var index = ordinal.ToString(CultureInfo.InvariantCulture);
        if (pod.Metadata.GetLabel(WellKnownLabels.StatefulSetPodName) == pod.Metadata.Name && pod.Metadata.GetLabel(WellKnownLabels.PodIndex) == index) return pod;
        return pod with { Metadata = pod.Metadata.WithLabel(WellKnownLabels.StatefulSetPodName, pod.Metadata.Name).WithLabel(WellKnownLabels.PodIndex, index) };
    }

    /// <summary>The claims of the pod, by the names of their volumes.</summary>
    public static IEnumerable<(string Volume, PersistentVolumeClaim Claim)> Claims(StatefulSet set, int ordinal)
    {
        foreach (var template in set.Spec.VolumeClaimTemplates)
        {
            var metadata = template.Metadata with
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"{template.Metadata.Name}-{set.Metadata.Name}-{ordinal}"),
                Namespace = set.Metadata.Namespace,
                Labels = template.Metadata.Labels.Merge(set.Spec.Selector?.MatchLabels ?? default),
            };
            yield return (template.Metadata.Name, template with { Metadata = metadata, Status = PersistentVolumeClaimStatus.Empty });
        }
    }

    /// <summary>Whether every claim of the set is a volume of the pod.</summary>
    public static bool HasStorage(StatefulSet set, Pod pod, int ordinal)
    {
        foreach (var (name, claim) in Claims(set, ordinal))
        {
            var found = false;
            foreach (var volume in pod.Spec.Volumes) found |= volume.Name == name && volume.Source.PersistentVolumeClaim?.ClaimName == claim.Metadata.Name;
            if (!found) return false;
        }

        return true;
    }

    private static Pod WithStorage(StatefulSet set, Pod pod, int ordinal)
    {
        var volumes = new List<Volume>();
        foreach (var (name, claim) in Claims(set, ordinal))
            volumes.Add(new Volume { Name = name, Source = new VolumeSource { PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = claim.Metadata.Name } } });
        if (volumes.Count == 0) return pod;
        foreach (var volume in pod.Spec.Volumes)
        {
            if (!volumes.Exists(claimed => claimed.Name == volume.Name)) volumes.Add(volume);
        }

        return pod with { Spec = pod.Spec with { Volumes = volumes.ToValueList() } };
    }
}
