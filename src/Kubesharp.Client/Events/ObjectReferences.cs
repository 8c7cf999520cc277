using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Client;

/// <summary>References from one object to another.</summary>
public static class ObjectReferences
{
    /// <summary>A reference to an object, or to a part of it.</summary>
    /// <param name="value">The object.</param>
    /// <param name="fieldPath">The part, such as <c>spec.containers{web}</c>; empty for the whole.</param>
    public static ObjectReference To(IKubernetesObject value, string fieldPath = "") => ObjectReference.Empty with
    {
        Kind = value.GroupVersionKind.Kind,
        ApiVersion = value.GroupVersionKind.ApiVersion,
        Namespace = value.Metadata.Namespace,
        Name = value.Metadata.Name,
        Uid = value.Metadata.Uid,
        ResourceVersion = value.Metadata.ResourceVersion,
        FieldPath = fieldPath,
    };

    /// <summary>The owner reference that makes <paramref name="owner"/> the controller of a dependent, and holds its foreground deletion until the dependent is gone.</summary>
    public static OwnerReference ControllerRef(IKubernetesObject owner) =>
        OwnerRef(owner) with { Controller = true, BlockOwnerDeletion = true };

    /// <summary>A plain owner reference.</summary>
    public static OwnerReference OwnerRef(IKubernetesObject owner) => OwnerReference.Empty with
    {
        ApiVersion = owner.GroupVersionKind.ApiVersion,
        Kind = owner.GroupVersionKind.Kind,
        Name = owner.Metadata.Name,
        Uid = owner.Metadata.Uid,
    };

    /// <summary>The owner that controls an object, or null.</summary>
    public static OwnerReference? ControllerOf(IKubernetesObject value)
    {
        foreach (var owner in value.Metadata.OwnerReferences)
        {
            if (owner.Controller == true) return owner;
        }

        return null;
    }

    /// <summary>Whether <paramref name="owner"/> is the object's controller, by uid.</summary>
    public static bool IsControlledBy(IKubernetesObject value, IKubernetesObject owner) => ControllerOf(value)?.Uid == owner.Metadata.Uid;
}
