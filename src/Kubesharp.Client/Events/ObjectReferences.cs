using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Client;

/// <summary>References to objects, as events and bindings hold them.</summary>
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
}
