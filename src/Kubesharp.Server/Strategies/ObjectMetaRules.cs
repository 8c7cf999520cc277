using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies;

/// <summary>The rules for metadata that all kinds share.</summary>
internal static class ObjectMetaRules
{
    private const int AnnotationsLimit = 256 * 1024;

    private static readonly FieldPath Path = FieldPath.Of("metadata");

    /// <summary>Checks the metadata of a new object, or of an object before its update is looked at.</summary>
    public static void Validate(ResourceStrategy strategy, ObjectMeta metadata, ErrorList errors)
    {
        if (metadata.GenerateName.Length > 0)
        {
            Check.Rule(errors, Path, "generateName", metadata.GenerateName, strategy.ValidateObjectName(metadata.GenerateName, prefix: true));
        }

        if (metadata.Name.Length == 0) errors.Required(Path.Child("name"), "name or generateName is required");
        else Check.Rule(errors, Path, "name", metadata.Name, strategy.ValidateObjectName(metadata.Name, prefix: false));

        if (strategy.Resource.Namespaced)
        {
            if (metadata.Namespace.Length == 0) errors.Required(Path.Child("namespace"));
            else Check.Rule(errors, Path, "namespace", metadata.Namespace, Names.Dns1123Label(metadata.Namespace));
        }
        else if (metadata.Namespace.Length > 0)
        {
            errors.Forbidden(Path.Child("namespace"), "not allowed on this type");
        }

        ValidateAccessor(metadata, errors);
    }

    /// <summary>Checks what an update does to the metadata.</summary>
    public static void ValidateUpdate(ObjectMeta metadata, ObjectMeta old, ErrorList errors)
    {
        if (metadata.Generation < old.Generation) errors.Invalid(Path.Child("generation"), metadata.Generation, "must not be decremented");
        Immutable(metadata.Name, old.Name, "name", errors);
        Immutable(metadata.Namespace, old.Namespace, "namespace", errors);
        Immutable(metadata.Uid, old.Uid, "uid", errors);
        if (metadata.CreationTimestamp != old.CreationTimestamp)
            errors.Invalid(Path.Child("creationTimestamp"), Text(metadata.CreationTimestamp), "field is immutable");
        if (metadata.DeletionTimestamp != old.DeletionTimestamp)
            errors.Invalid(Path.Child("deletionTimestamp"), Text(metadata.DeletionTimestamp), "field is immutable");
        if (metadata.DeletionGracePeriodSeconds != old.DeletionGracePeriodSeconds)
            errors.Invalid(Path.Child("deletionGracePeriodSeconds"), metadata.DeletionGracePeriodSeconds, "field is immutable");
        if (old.DeletionTimestamp is null) return;
        var added = new SortedSet<string>(metadata.Finalizers, StringComparer.Ordinal);
        added.ExceptWith(old.Finalizers);
        if (added.Count > 0)
        {
            errors.Forbidden(
                Path.Child("finalizers"),
                $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(f => GoText.Quote(f)))}}}");
        }
    }

    private static void ValidateAccessor(ObjectMeta metadata, ErrorList errors)
    {
        if (metadata.Generation < 0) errors.Invalid(Path.Child("generation"), metadata.Generation, "must be greater than or equal to 0");
        foreach (var (key, value) in metadata.Labels)
        {
            Check.Rule(errors, Path, "labels", key, Names.QualifiedName(key));
            if (Names.LabelValue(value) is { Length: > 0 } bad) errors.Invalid(Path.Child("labels").Key(key), value, bad);
        }

        if (metadata.Annotations.Count > 0)
        {
            var total = 0L;
            foreach (var (key, value) in metadata.Annotations)
            {
                Check.Rule(errors, Path, "annotations", key, Names.QualifiedName(key.ToLowerInvariant()));
                total += key.Length + System.Text.Encoding.UTF8.GetByteCount(value);
            }

            if (total > AnnotationsLimit) errors.TooLong(Path.Child("annotations"), AnnotationsLimit);
        }

        ValidateOwners(metadata.OwnerReferences, errors);
        for (var i = 0; i < metadata.Finalizers.Count; i++) ValidateFinalizer(metadata.Finalizers[i], errors);
        if (metadata.Finalizers.Contains("orphan") && metadata.Finalizers.Contains("foregroundDeletion"))
        {
            errors.Invalid(
                Path.Child("finalizers"), metadata.Finalizers, "finalizer orphan and foregroundDeletion cannot be both set");
        }
    }

    private static void ValidateOwners(ValueList<OwnerReference> owners, ErrorList errors)
    {
        if (owners.Count == 0) return;
        var path = Path.Child("ownerReferences");
        var controller = "";
        for (var i = 0; i < owners.Count; i++)
        {
            var owner = owners[i];
            var at = path.Index(i);
            if (owner.ApiVersion.Length == 0 || owner.ApiVersion.StartsWith('/'))
                errors.Invalid(at.Child("apiVersion"), owner.ApiVersion, "version must not be empty");
            if (owner.Kind.Length == 0) errors.Invalid(at.Child("kind"), owner.Kind, "must not be empty");
            if (owner.Name.Length == 0) errors.Invalid(at.Child("name"), owner.Name, "must not be empty");
            if (owner.Uid.Length == 0) errors.Invalid(at.Child("uid"), owner.Uid, "must not be empty");
            if (owner is { Kind: "Event", ApiVersion: "v1" or "events.k8s.io/v1" })
                errors.Invalid(at, BadValue.Json($"\"{owner.ApiVersion}, Kind={owner.Kind}\""), "is disallowed from being an owner");
            if (owner.Controller is not true) continue;
            if (controller.Length > 0)
            {
                errors.Invalid(
                    path,
                    BadValue.Json("[]"),
                    $"Only one reference can have Controller set to true. Found \"true\" in references for {controller} and {owner.Name}");
            }

            controller = owner.Name;
        }
    }

    private static void ValidateFinalizer(string finalizer, ErrorList errors)
    {
        var path = Path.Child("finalizers");
        errors.Invalid(path, finalizer, Names.QualifiedName(finalizer));
        if (!finalizer.Contains('/') && finalizer is not ("orphan" or "foregroundDeletion" or "kubernetes"))
            errors.Invalid(path, finalizer, "name is neither a standard finalizer name nor is it fully qualified");
    }

    private static void Immutable(string value, string old, string field, ErrorList errors)
    {
        if (value != old) errors.Invalid(Path.Child(field), value, "field is immutable");
    }

    private static BadValue Text(DateTimeOffset? time) =>
        time is { } moment && moment != default ? BadValue.Json(FormattableString.Invariant($"\"{moment.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\"")) : BadValue.Null;
}
