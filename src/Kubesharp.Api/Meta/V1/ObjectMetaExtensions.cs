namespace Kubesharp.Api.Meta.V1;

/// <summary>Questions and small changes that many parts need of an object's metadata.</summary>
public static class ObjectMetaExtensions
{
    /// <summary>The one owner that controls the object, or null.</summary>
    public static OwnerReference? GetControllerOf(this ObjectMeta metadata)
    {
        foreach (var owner in metadata.OwnerReferences)
        {
            if (owner.Controller == true) return owner;
        }

        return null;
    }

    /// <summary>Whether the object's controller has the metadata of <paramref name="owner"/>.</summary>
    public static bool IsControlledBy(this ObjectMeta metadata, ObjectMeta owner) => metadata.GetControllerOf()?.Uid == owner.Uid;

    /// <summary>Whether one of the object's owners has a UID.</summary>
    public static bool IsOwnedBy(this ObjectMeta metadata, string uid)
    {
        foreach (var owner in metadata.OwnerReferences)
        {
            if (owner.Uid == uid) return true;
        }

        return false;
    }

    /// <summary>The reference a controller puts into the objects it makes; their deletion blocks the owner's in the foreground.</summary>
    public static OwnerReference ToControllerReference(this IKubernetesObject owner) => new()
    {
        ApiVersion = owner.GroupVersionKind.ApiVersion,
        Kind = owner.GroupVersionKind.Kind,
        Name = owner.Metadata.Name,
        Uid = owner.Metadata.Uid,
        Controller = true,
        BlockOwnerDeletion = true,
    };

    /// <summary>Whether deletion of the object has begun.</summary>
    public static bool IsBeingDeleted(this ObjectMeta metadata) => metadata.DeletionTimestamp is not null;

    public static bool HasFinalizer(this ObjectMeta metadata, string finalizer) => metadata.Finalizers.Contains(finalizer);

    /// <summary>The same metadata with a finalizer; unchanged when it is there.</summary>
    public static ObjectMeta WithFinalizer(this ObjectMeta metadata, string finalizer) =>
        metadata.HasFinalizer(finalizer) ? metadata : metadata with { Finalizers = metadata.Finalizers.Add(finalizer) };

    /// <summary>The same metadata without a finalizer; unchanged when it is not there.</summary>
    public static ObjectMeta WithoutFinalizer(this ObjectMeta metadata, string finalizer)
    {
        if (!metadata.HasFinalizer(finalizer)) return metadata;
        return metadata with { Finalizers = metadata.Finalizers.Where(item => item != finalizer).ToValueList() };
    }

    /// <summary>The value of a label, or null.</summary>
    public static string? GetLabel(this ObjectMeta metadata, string key) => metadata.Labels.Get(key);

    /// <summary>The value of an annotation, or null.</summary>
    public static string? GetAnnotation(this ObjectMeta metadata, string key) => metadata.Annotations.Get(key);

    public static ObjectMeta WithLabel(this ObjectMeta metadata, string key, string value) => metadata with { Labels = metadata.Labels.Set(key, value) };

    public static ObjectMeta WithAnnotation(this ObjectMeta metadata, string key, string value) => metadata with { Annotations = metadata.Annotations.Set(key, value) };

    /// <summary>The first labels with all of the second added; where both have a key the second wins.</summary>
    public static ValueMap<string> Merge(this ValueMap<string> labels, ValueMap<string> others)
    {
        if (others.Count == 0) return labels;
        if (labels.Count == 0) return others;
        return labels.Concat(others).ToValueMap();
    }
}
