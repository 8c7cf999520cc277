using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Warns of pods that are allowed and still most likely not what was meant.</summary>
internal static class PodWarnings
{
    public static void Add(Pod pod, Pod? old, RequestContext context)
    {
        if (old is not null && ReferenceEquals(pod.Spec, old.Spec)) return;
        AddForSpec(pod.Spec, "spec", context);
    }

    /// <summary>Warnings for the specification of a pod or a template at the given place.</summary>
    public static void AddForSpec(PodSpec spec, string path, RequestContext context)
    {
        if (spec.TerminationGracePeriodSeconds < 0) context.Warn($"{path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1");
        if (spec.NodeSelector.ContainsKey("beta.kubernetes.io/os")) context.Warn($"{path}.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use \"kubernetes.io/os\" instead");
        if (spec.NodeSelector.ContainsKey("beta.kubernetes.io/arch")) context.Warn($"{path}.nodeSelector[beta.kubernetes.io/arch]: deprecated since v1.14; use \"kubernetes.io/arch\" instead");
        for (var i = 0; i < spec.HostAliases.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (spec.HostAliases[i].Ip != spec.HostAliases[j].Ip) continue;
                context.Warn($"{path}.hostAliases[{i}].ip: duplicate ip \"{spec.HostAliases[i].Ip}\"");
                break;
            }
        }

        for (var i = 0; i < spec.ImagePullSecrets.Count; i++)
        {
            var name = spec.ImagePullSecrets[i].Name;
            if (name.Length == 0) context.Warn($"{path}.imagePullSecrets[{i}].name: invalid empty name \"\"");
            else if (Repeats(spec, i)) context.Warn($"{path}.imagePullSecrets[{i}].name: duplicate name \"{name}\"");
        }

        for (var i = 0; i < spec.Volumes.Count; i++)
        {
            if (spec.Volumes[i].Source.GitRepo is not null) context.Warn($"{path}.volumes[{i}].gitRepo: deprecated in v1.11, and disabled by default in v1.33+");
        }

        for (var i = 0; i < spec.Containers.Count; i++) Container(spec.Containers[i], $"{path}.containers[", i, context);
        for (var i = 0; i < spec.InitContainers.Count; i++) Container(spec.InitContainers[i], $"{path}.initContainers[", i, context);
    }

    private static bool Repeats(PodSpec spec, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (spec.ImagePullSecrets[i].Name == spec.ImagePullSecrets[index].Name) return true;
        }

        return false;
    }

    private static void Container(Container container, string prefix, int index, RequestContext context)
    {
        for (var i = 1; i < container.Env.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (container.Env[j].Name != container.Env[i].Name) continue;
                context.Warn($"{prefix}{index}].env[{i}]: hides previous definition of \"{container.Env[i].Name}\", which may be unexpected when using apply");
                break;
            }
        }
    }
}
