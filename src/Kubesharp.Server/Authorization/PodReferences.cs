using Kubesharp.Api.Core.V1;

namespace Kubesharp.Server.Authorization;

/// <summary>Which objects of its namespace a pod refers to.</summary>
internal static class PodReferences
{
    public static bool Uses(Pod pod, string resource, string name) => resource switch
    {
        "secrets" => UsesSecret(pod.Spec, name),
        "configmaps" => UsesConfigMap(pod.Spec, name),
        "persistentvolumeclaims" => UsesClaim(pod, name),
        _ => false,
    };

    private static bool UsesSecret(PodSpec spec, string name)
    {
        foreach (var secret in spec.ImagePullSecrets)
            if (secret.Name == name)
                return true;
        foreach (var volume in spec.Volumes)
        {
            if (volume.Source.Secret?.SecretName == name) return true;
            foreach (var source in volume.Source.Projected?.Sources ?? default)
                if (source.Secret?.LocalObjectReference.Name == name)
                    return true;
        }

        return AllEnvironments(spec).Any(e => e.Env.Any(v => v.ValueFrom?.SecretKeyRef?.LocalObjectReference.Name == name) || e.From.Any(f => f.SecretRef?.LocalObjectReference.Name == name));
    }

    private static bool UsesConfigMap(PodSpec spec, string name)
    {
        foreach (var volume in spec.Volumes)
        {
            if (volume.Source.ConfigMap?.LocalObjectReference.Name == name) return true;
            foreach (var source in volume.Source.Projected?.Sources ?? default)
                if (source.ConfigMap?.LocalObjectReference.Name == name)
                    return true;
        }

        return AllEnvironments(spec).Any(e => e.Env.Any(v => v.ValueFrom?.ConfigMapKeyRef?.LocalObjectReference.Name == name) || e.From.Any(f => f.ConfigMapRef?.LocalObjectReference.Name == name));
    }

    private static bool UsesClaim(Pod pod, string name)
    {
        foreach (var volume in pod.Spec.Volumes)
        {
            if (volume.Source.PersistentVolumeClaim?.ClaimName == name) return true;
            if (volume.Source.Ephemeral is not null && $"{pod.Metadata.Name}-{volume.Name}" == name) return true;
        }

        return false;
    }

    private static IEnumerable<(IEnumerable<EnvVar> Env, IEnumerable<EnvFromSource> From)> AllEnvironments(PodSpec spec) =>
        spec.InitContainers.Concat(spec.Containers)
            .Select(c => ((IEnumerable<EnvVar>)c.Env, (IEnumerable<EnvFromSource>)c.EnvFrom))
            .Concat(spec.EphemeralContainers.Select(c => ((IEnumerable<EnvVar>)c.EphemeralContainerCommon.Env, (IEnumerable<EnvFromSource>)c.EphemeralContainerCommon.EnvFrom)));
}
