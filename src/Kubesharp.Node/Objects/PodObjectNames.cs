using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Objects;

/// <summary>What a pod names: the ConfigMaps and Secrets of its volumes, variables and image pulls.</summary>
internal static class PodObjectNames
{
    public static HashSet<string> ConfigMapsOf(Pod pod)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var volume in pod.Spec.Volumes)
        {
            if (volume.Source.ConfigMap is { } map) names.Add(map.LocalObjectReference.Name);
            foreach (var source in volume.Source.Projected?.Sources ?? default)
            {
                if (source.ConfigMap is { } projected) names.Add(projected.LocalObjectReference.Name);
            }
        }

        foreach (var (from, variables) in VariablesOf(pod))
        {
            foreach (var source in from)
            {
                if (source.ConfigMapRef is { } map) names.Add(map.LocalObjectReference.Name);
            }

            foreach (var variable in variables)
            {
                if (variable.ValueFrom?.ConfigMapKeyRef is { } key) names.Add(key.LocalObjectReference.Name);
            }
        }

        return names;
    }

    public static HashSet<string> SecretsOf(Pod pod)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var volume in pod.Spec.Volumes)
        {
            if (volume.Source.Secret is { } secret) names.Add(secret.SecretName);
            foreach (var source in volume.Source.Projected?.Sources ?? default)
            {
                if (source.Secret is { } projected) names.Add(projected.LocalObjectReference.Name);
            }
        }

        foreach (var (from, variables) in VariablesOf(pod))
        {
            foreach (var source in from)
            {
                if (source.SecretRef is { } secret) names.Add(secret.LocalObjectReference.Name);
            }

            foreach (var variable in variables)
            {
                if (variable.ValueFrom?.SecretKeyRef is { } key) names.Add(key.LocalObjectReference.Name);
            }
        }

        foreach (var pull in pod.Spec.ImagePullSecrets) names.Add(pull.Name);
        return names;
    }

    private static IEnumerable<(ValueList<EnvFromSource> From, ValueList<EnvVar> Variables)> VariablesOf(Pod pod)
    {
        foreach (var container in pod.Spec.InitContainers) yield return (container.EnvFrom, container.Env);
        foreach (var container in pod.Spec.Containers) yield return (container.EnvFrom, container.Env);
        foreach (var container in pod.Spec.EphemeralContainers)
            yield return (container.EphemeralContainerCommon.EnvFrom, container.EphemeralContainerCommon.Env);
    }
}
