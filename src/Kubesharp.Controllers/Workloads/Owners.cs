using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Controllers.Workloads;

/// <summary>Owner references.</summary>
public static class Owners
{
    /// <summary>A reference that makes <paramref name="owner"/> the managing controller.</summary>
    public static OwnerReference ControllerReference<T>(T owner)
        where T : class, IKubernetesObject<T> => new()
    {
        ApiVersion = T.Gvk.ApiVersion,
        Kind = T.Gvk.Kind,
        Name = owner.Metadata.Name,
        Uid = owner.Metadata.Uid,
        Controller = true,
        BlockOwnerDeletion = true,
    };

    /// <summary>The reference to the managing controller; null when nothing manages the object.</summary>
    public static OwnerReference? ControllerOf(IKubernetesObject value)
    {
        foreach (var reference in value.Metadata.OwnerReferences)
        {
            if (reference.Controller == true) return reference;
        }

        return null;
    }

    /// <summary>Whether <paramref name="owner"/> is the managing controller of <paramref name="value"/>.</summary>
    public static bool IsControlledBy(IKubernetesObject value, IKubernetesObject owner) => ControllerOf(value)?.Uid == owner.Metadata.Uid;

    /// <summary>Whether the reference names an object of this kind, whatever the version.</summary>
    public static bool IsKind(OwnerReference reference, GroupVersionKind kind)
    {
        if (reference.Kind != kind.Kind) return false;
        var slash = reference.ApiVersion.IndexOf('/');
        return (slash < 0 ? "" : reference.ApiVersion[..slash]) == kind.Group;
    }
}
