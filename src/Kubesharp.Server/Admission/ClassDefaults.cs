using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Networking.V1;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission;

/// <summary>Gives claims without a storage class the default one.</summary>
internal sealed class DefaultStorageClass(IObjectReader objects) : IMutatingAdmissionPlugin
{
    private const string OldClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    public string Name => "DefaultStorageClass";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) =>
        operation == AdmissionOperation.Create && resource is { Group: "", Resource: "persistentvolumeclaims" } && subresource.Length == 0;

    public ValueTask<IKind?> MutateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Object is not PersistentVolumeClaim { Spec.StorageClassName: null } claim || claim.Metadata.Annotations.ContainsKey(OldClassAnnotation))
        {
            return ValueTask.FromResult(attributes.Object);
        }

        var chosen = DefaultClass.Newest(objects.List<StorageClass>(""), WellKnownAnnotations.DefaultStorageClass, "storageclass.beta.kubernetes.io/is-default-class");
        return ValueTask.FromResult<IKind?>(chosen is null ? claim : claim with { Spec = claim.Spec with { StorageClassName = chosen.Metadata.Name } });
    }
}

/// <summary>Gives Ingresses without a class the default one.</summary>
internal sealed class DefaultIngressClass(IObjectReader objects) : IMutatingAdmissionPlugin
{
    private const string ClassAnnotation = "kubernetes.io/ingress.class";

    public string Name => "DefaultIngressClass";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) =>
        operation == AdmissionOperation.Create && resource is { Group: "networking.k8s.io", Resource: "ingresses" } && subresource.Length == 0;

    public ValueTask<IKind?> MutateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Object is not Ingress { Spec.IngressClassName: null } ingress || ingress.Metadata.Annotations.ContainsKey(ClassAnnotation)) return ValueTask.FromResult(attributes.Object);
        var chosen = DefaultClass.Newest(objects.List<IngressClass>(""), WellKnownAnnotations.DefaultIngressClass);
        return ValueTask.FromResult<IKind?>(chosen is null ? ingress : ingress with { Spec = ingress.Spec with { IngressClassName = chosen.Metadata.Name } });
    }
}

/// <summary>Keeps volumes and claims until nothing uses them any more.</summary>
internal sealed class StorageObjectInUseProtection : IMutatingAdmissionPlugin
{
    private const string ClaimFinalizer = "kubernetes.io/pvc-protection";
    private const string VolumeFinalizer = "kubernetes.io/pv-protection";

    public string Name => "StorageObjectInUseProtection";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) =>
        operation == AdmissionOperation.Create && resource is { Group: "", Resource: "persistentvolumeclaims" or "persistentvolumes" } && subresource.Length == 0;

    public ValueTask<IKind?> MutateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken) => ValueTask.FromResult(attributes.Object switch
    {
        PersistentVolumeClaim claim when !claim.Metadata.Finalizers.Contains(ClaimFinalizer) => claim with { Metadata = claim.Metadata with { Finalizers = claim.Metadata.Finalizers.Add(ClaimFinalizer) } },
        PersistentVolume volume when !volume.Metadata.Finalizers.Contains(VolumeFinalizer) => volume with { Metadata = volume.Metadata with { Finalizers = volume.Metadata.Finalizers.Add(VolumeFinalizer) } },
        var other => other,
    });
}

/// <summary>Finds the object an annotation marks as the default.</summary>
internal static class DefaultClass
{
    /// <summary>The newest marked object, of several of one age the first by name; null when none is marked.</summary>
    public static T? Newest<T>(IEnumerable<T> objects, params ReadOnlySpan<string> annotations)
        where T : class, IKubernetesObject
    {
        T? result = null;
        foreach (var one in objects)
        {
            var marked = false;
            foreach (var annotation in annotations) marked |= one.Metadata.Annotations.Get(annotation) == "true";
            if (marked && (result is null || one.Metadata.CreationTimestamp > result.Metadata.CreationTimestamp)) result = one;
        }

        return result;
    }
}
