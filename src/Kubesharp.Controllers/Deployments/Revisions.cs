using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Controllers.Deployments;

/// <summary>What a Deployment writes on its ReplicaSets to know them again.</summary>
internal static class Revisions
{
    public const string Revision = "deployment.kubernetes.io/revision";
    public const string RevisionHistory = "deployment.kubernetes.io/revision-history";
    public const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    public const string MaxReplicas = "deployment.kubernetes.io/max-replicas";
    public const string TemplateHash = "pod-template-hash";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";
    private const string DeprecatedRollback = "deprecated.deployment.rollback.to";
    private const uint FnvOffset = 2166136261;
    private const uint FnvPrime = 16777619;
    private const string SafeAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static long Of(ReplicaSet replicaSet) => Number(replicaSet.Metadata.Annotations.Get(Revision)) ?? 0;

    public static int? RecordedMax(ReplicaSet replicaSet) => (int?)Number(replicaSet.Metadata.Annotations.Get(MaxReplicas));

    public static int? RecordedDesired(ReplicaSet replicaSet) => (int?)Number(replicaSet.Metadata.Annotations.Get(DesiredReplicas));

    /// <summary>Name part that follows from the template; the collision count makes another one when two templates meet in a name.</summary>
    public static string Hash(PodTemplateSpec template, int? collisions)
    {
        var hash = Fnv1a(FnvOffset, ApiJson.EncodeValue(template));
        if (collisions is { } count) hash = Fnv1a(hash, BitConverter.GetBytes(count));
        return string.Concat(hash.ToString(CultureInfo.InvariantCulture).Select(digit => SafeAlphabet[digit % SafeAlphabet.Length]));
    }

    /// <summary>Whether two templates are the same but for the hash label.</summary>
    public static bool SameTemplate(PodTemplateSpec left, PodTemplateSpec right) => WithoutHash(left) == WithoutHash(right);

    /// <summary>The oldest ReplicaSet with the Deployment's present template; null when the template is new.</summary>
    public static ReplicaSet? FindNew(Deployment deployment, IEnumerable<ReplicaSet> replicaSets) =>
        replicaSets.OrderBy(replicaSet => replicaSet.Metadata.CreationTimestamp).ThenBy(replicaSet => replicaSet.Metadata.Name, StringComparer.Ordinal)
            .FirstOrDefault(replicaSet => SameTemplate(replicaSet.Spec.Template, deployment.Spec.Template));

    /// <summary>Annotations of a ReplicaSet for a revision: the Deployment's own, and the numbers of the rollout.</summary>
    /// <param name="deployment">The Deployment whose annotations are copied.</param>
    /// <param name="present">Annotations the ReplicaSet has so far.</param>
    /// <param name="revision">The revision the ReplicaSet has from now on.</param>
    /// <param name="isNew">Whether the ReplicaSet is only being made; an older one that comes back keeps its former revisions on record.</param>
    public static ValueMap<string> Annotations(Deployment deployment, ValueMap<string> present, long revision, bool isNew)
    {
        var annotations = present;
        foreach (var (key, value) in deployment.Metadata.Annotations)
        {
            if (IsOwn(key)) continue;
            annotations = annotations.Set(key, value);
        }

        var before = Number(present.Get(Revision)) ?? 0;
        if (before >= revision) return annotations;
        annotations = annotations.Set(Revision, Text(revision));
        if (isNew || before == 0) return annotations;
        var history = present.Get(RevisionHistory);
        return annotations.Set(RevisionHistory, string.IsNullOrEmpty(history) ? Text(before) : $"{history},{Text(before)}");
    }

    /// <summary>Annotations with the sizes a later proportional scaling starts from.</summary>
    public static ValueMap<string> WithSizes(ValueMap<string> annotations, Deployment deployment)
    {
        var desired = DeploymentMath.Replicas(deployment);
        return annotations.Set(DesiredReplicas, Text(desired)).Set(MaxReplicas, Text(desired + DeploymentMath.Limits(deployment).MaxSurge));
    }

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static uint Fnv1a(uint hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes) hash = (hash ^ b) * FnvPrime;
        return hash;
    }

    private static bool IsOwn(string key) => key is Revision or RevisionHistory or DesiredReplicas or MaxReplicas or LastApplied or DeprecatedRollback;

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static PodTemplateSpec WithoutHash(PodTemplateSpec template) => template.Metadata.Labels.ContainsKey(TemplateHash)
        ? template with { Metadata = template.Metadata with { Labels = template.Metadata.Labels.Remove(TemplateHash) } }
        : template;
}
