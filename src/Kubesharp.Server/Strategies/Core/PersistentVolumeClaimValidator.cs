using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Checks PersistentVolumeClaims.</summary>
internal static class PersistentVolumeClaimValidator
{
    public const string NotPositive = "must be greater than zero";
    private static readonly FieldPath SpecPath = FieldPath.Of("spec");

    public static void Validate(PersistentVolumeClaim claim, ErrorList errors) => Spec(claim.Spec, SpecPath, errors);

    public static void ValidateUpdate(PersistentVolumeClaim claim, PersistentVolumeClaim old, ErrorList errors)
    {
        Validate(claim, errors);
        var munged = claim.Spec with { Resources = old.Spec.Resources, VolumeAttributesClassName = old.Spec.VolumeAttributesClassName };

        // The binder may fill in the volume once, and claims made before there were classes may get one.
        if (old.Spec.VolumeName.Length == 0) munged = munged with { VolumeName = old.Spec.VolumeName };
        if (old.Spec.StorageClassName is null && munged.StorageClassName is not null && old.Metadata.Annotations.ContainsKey("volume.beta.kubernetes.io/storage-class") is false && old.Status.Phase != PersistentVolumeClaimPhase.Bound)
        {
            munged = munged with { StorageClassName = null };
        }

        if (munged != old.Spec)
        {
            errors.Forbidden(SpecPath, "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n" + SpecDiff.Describe(old.Spec, munged));
        }

        var size = claim.Spec.Resources.Requests.Get(ResourceName.Storage);
        var oldSize = old.Spec.Resources.Requests.Get(ResourceName.Storage);
        if (claim.Spec.Resources != old.Spec.Resources && old.Status.Phase != PersistentVolumeClaimPhase.Bound)
        {
            errors.Forbidden(SpecPath, "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n" + SpecDiff.Describe(old.Spec, claim.Spec));
        }
        else if (size < oldSize && size < old.Status.Capacity.Get(ResourceName.Storage))
        {
            errors.Forbidden(SpecPath.Child("resources", "requests").Child("storage"), "field can not be less than status.capacity");
        }
        else if (size < oldSize && size == old.Status.Capacity.Get(ResourceName.Storage))
        {
            errors.Forbidden(SpecPath.Child("resources", "requests").Child("storage"), "field can not be less than previous value");
        }
    }

    public static void ValidateStatusUpdate(PersistentVolumeClaim claim, PersistentVolumeClaim old, ErrorList errors)
    {
        if (claim.Spec.AccessModes.Count == 0) errors.Required(SpecPath.Child("accessModes"));
        foreach (var (name, amount) in claim.Status.Capacity) ResourceValidator.Amount(name, amount, FieldPath.Of("status", "capacity").Key(name), errors);
    }

    public static void Spec(PersistentVolumeClaimSpec spec, FieldPath path, ErrorList errors)
    {
        if (spec.AccessModes.Count == 0) errors.Required(path.Child("accessModes"), "at least 1 access mode is required");
        LabelSelectorValidator.Selector(spec.Selector, path.Child("selector"), errors);
        AccessModes(spec.AccessModes, path.Child("accessModes"), errors);
        if (!spec.Resources.Requests.TryGetValue(ResourceName.Storage, out var size)) errors.Required(path.Child("resources").Key(ResourceName.Storage));
        else if (size.Sign <= 0) errors.Invalid(path.Child("resources").Key(ResourceName.Storage), size, NotPositive);
        if (spec.StorageClassName is { Length: > 0 } className) Check.Rule(errors, path, "storageClassName", className, Names.Dns1123Subdomain(className));
        Check.OptionalOneOf(errors, path, "volumeMode", spec.VolumeMode, PersistentVolumeMode.Block, PersistentVolumeMode.Filesystem);
        if (spec.DataSource is { } source) DataSource(source.ApiGroup, source.Kind, source.Name, path.Child("dataSource"), errors);
        if (spec.DataSourceRef is { } reference) DataSource(reference.ApiGroup, reference.Kind, reference.Name, path.Child("dataSourceRef"), errors);
        if (spec.VolumeAttributesClassName is { Length: > 0 } attributes) Check.Rule(errors, path, "volumeAttributesClassName", attributes, Names.Dns1123Subdomain(attributes));
        if (spec is { DataSource: { } local, DataSourceRef: { } typed } && (local.ApiGroup != typed.ApiGroup || local.Kind != typed.Kind || local.Name != typed.Name))
        {
            errors.Invalid(path, path.ToString(), "must match dataSourceRef");
        }
    }

    public static void AccessModes(ValueList<string> modes, FieldPath path, ErrorList errors)
    {
        bool single = false, others = false;
        foreach (var mode in modes)
        {
            if (mode is not (PersistentVolumeAccessMode.ReadWriteOnce or PersistentVolumeAccessMode.ReadOnlyMany or PersistentVolumeAccessMode.ReadWriteMany or PersistentVolumeAccessMode.ReadWriteOncePod))
            {
                errors.NotSupported(path, mode, PersistentVolumeAccessMode.ReadOnlyMany, PersistentVolumeAccessMode.ReadWriteMany, PersistentVolumeAccessMode.ReadWriteOnce, PersistentVolumeAccessMode.ReadWriteOncePod);
            }

            single |= mode == PersistentVolumeAccessMode.ReadWriteOncePod;
            others |= mode != PersistentVolumeAccessMode.ReadWriteOncePod;
        }

        if (single && others) errors.Forbidden(path, "may not use ReadWriteOncePod with other access modes");
    }

    private static void DataSource(string? group, string kind, string name, FieldPath path, ErrorList errors)
    {
        if (name.Length == 0) errors.Required(path.Child("name"));
        if (kind.Length == 0) errors.Required(path.Child("kind"));
        if (string.IsNullOrEmpty(group) && kind != "PersistentVolumeClaim") errors.Invalid(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
        if (group is { Length: > 0 }) Check.Rule(errors, path, "apiGroup", group, Names.Dns1123Subdomain(group));
    }
}
