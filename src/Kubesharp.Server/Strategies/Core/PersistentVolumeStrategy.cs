using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Core;

internal sealed class PersistentVolumeStrategy : ResourceStrategy<PersistentVolume>
{
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    private static readonly TableColumn[] Columns =
    [
        Cells.Name, new("Capacity", Description: "Size of the volume."), new("Access Modes", Description: "How the volume can be mounted."), new("Reclaim Policy", Description: "What happens after the claim is gone."),
        new("Status", Description: "Whether a claim has it."), new("Claim", Description: "The claim."), new("StorageClass", Description: "Class of storage."), new("VolumeAttributesClass", Description: "Class of attributes."),
        new("Reason", Description: "Why the status is what it is."), Cells.Age, new("VolumeMode", Description: "Files or a block device.", Priority: 1),
    ];

    public override bool HasStatus => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override PersistentVolume CopyStatus(PersistentVolume to, PersistentVolume from) => to with { Status = from.Status };

    protected internal override PersistentVolume Default(PersistentVolume value)
    {
        var spec = value.Spec;
        if (spec.PersistentVolumeReclaimPolicy.Length == 0 || spec.VolumeMode is null)
        {
            spec = spec with
            {
                PersistentVolumeReclaimPolicy = spec.PersistentVolumeReclaimPolicy.Length > 0 ? spec.PersistentVolumeReclaimPolicy : PersistentVolumeReclaimPolicy.Retain,
                VolumeMode = spec.VolumeMode ?? PersistentVolumeMode.Filesystem,
            };
        }

        var capacity = ResourceDefaults.Round(spec.Capacity);
        if (!capacity.IsSame(spec.Capacity)) spec = spec with { Capacity = capacity };
        var status = value.Status.Phase.Length > 0 ? value.Status : value.Status with { Phase = PersistentVolumePhase.Pending };
        return ReferenceEquals(spec, value.Spec) && ReferenceEquals(status, value.Status) ? value : value with { Spec = spec, Status = status };
    }

    protected internal override PersistentVolume PrepareForCreate(PersistentVolume value, RequestContext context) =>
        value with { Status = new PersistentVolumeStatus { Phase = PersistentVolumePhase.Pending, LastPhaseTransitionTime = context.Time.GetUtcNow() } };

    protected internal override void Validate(PersistentVolume value, ErrorList errors, RequestContext context)
    {
        var spec = value.Spec;
        if (spec.AccessModes.Count == 0) errors.Required(Spec.Child("accessModes"));
        PersistentVolumeClaimValidator.AccessModes(spec.AccessModes, Spec.Child("accessModes"), errors);
        if (spec.Capacity.Count == 0) errors.Required(Spec.Child("capacity"));
        if (!spec.Capacity.TryGetValue(ResourceName.Storage, out var size) || spec.Capacity.Count > 1)
        {
            foreach (var (name, _) in spec.Capacity)
            {
                if (name != ResourceName.Storage) errors.NotSupported(Spec.Child("capacity"), name, ResourceName.Storage);
            }
        }
        else if (size.Sign <= 0)
        {
            errors.Invalid(Spec.Child("capacity").Key(ResourceName.Storage), size, PersistentVolumeClaimValidator.NotPositive);
        }

        if (spec.PersistentVolumeReclaimPolicy.Length > 0)
        {
            Check.OptionalOneOf(errors, Spec, "persistentVolumeReclaimPolicy", spec.PersistentVolumeReclaimPolicy, PersistentVolumeReclaimPolicy.Delete, PersistentVolumeReclaimPolicy.Recycle, PersistentVolumeReclaimPolicy.Retain);
        }

        if (spec.NodeAffinity is { } affinity)
        {
            if (affinity.Required is null) errors.Required(Spec.Child("nodeAffinity", "required"), "must specify required node constraints");
            else AffinityValidator.NodeSelector(affinity.Required, Spec.Child("nodeAffinity", "required"), errors);
        }

        Source(spec.Source, spec, errors);
        if (spec.StorageClassName.Length > 0) Check.Rule(errors, Spec, "storageClassName", spec.StorageClassName, Names.Dns1123Subdomain(spec.StorageClassName));
        Check.OptionalOneOf(errors, Spec, "volumeMode", spec.VolumeMode, PersistentVolumeMode.Block, PersistentVolumeMode.Filesystem);
    }

    protected internal override void ValidateUpdate(PersistentVolume value, PersistentVolume old, ErrorList errors, RequestContext context)
    {
        Validate(value, errors, context);
        if (value.Spec.Source != old.Spec.Source) errors.Forbidden(Spec.Child("persistentvolumesource"), "spec.persistentvolumesource is immutable after creation\n" + SpecDiff.Describe(old.Spec.Source, value.Spec.Source));
        if (value.Spec.VolumeMode != old.Spec.VolumeMode) errors.Invalid(FieldPath.Of("volumeMode"), value.Spec.VolumeMode, Check.Immutable);
        if (old.Spec.NodeAffinity is not null && value.Spec.NodeAffinity != old.Spec.NodeAffinity) errors.Invalid(FieldPath.Of("nodeAffinity"), Check.Show(value.Spec.NodeAffinity), Check.Immutable);
    }

    protected internal override void ValidateStatusUpdate(PersistentVolume value, PersistentVolume old, ErrorList errors, RequestContext context)
    {
        if (value.Metadata.ResourceVersion.Length == 0 && old.Metadata.ResourceVersion.Length == 0) errors.Required(FieldPath.Of("metadata", "resourceVersion"));
    }

    protected internal override void WriteRow(PersistentVolume value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.Spec.Capacity.TryGetValue(ResourceName.Storage, out var size) ? size.ToString() : "");
        row.Text(Cells.AccessModes(value.Spec.AccessModes));
        row.Text(value.Spec.PersistentVolumeReclaimPolicy);
        row.Text(value.Metadata.DeletionTimestamp is null ? value.Status.Phase : "Terminating");
        row.Text(value.Spec.ClaimRef is { } claim ? $"{claim.Namespace}/{claim.Name}" : "");
        row.Text(value.Metadata.Annotations.Get(ClassAnnotation) ?? value.Spec.StorageClassName);
        row.Text(Cells.OrUnset(value.Spec.VolumeAttributesClassName));
        row.Text(value.Status.Reason);
        row.Age(value.Metadata.CreationTimestamp);
        row.Text(Cells.OrUnset(value.Spec.VolumeMode));
    }

    private static void Source(PersistentVolumeSource source, PersistentVolumeSpec spec, ErrorList errors)
    {
        if (source == PersistentVolumeSource.Empty)
        {
            errors.Required(Spec, "must specify a volume type");
            return;
        }

        if (source.HostPath is { } hostPath)
        {
            VolumeSourceRules.HostPath(hostPath, Spec.Child("hostPath"), errors);
            if (hostPath.Path == "/" && spec.PersistentVolumeReclaimPolicy == PersistentVolumeReclaimPolicy.Recycle) errors.Forbidden(Spec.Child("persistentVolumeReclaimPolicy"), "may not be 'recycle' for a hostPath mount of '/'");
        }

        if (source.Nfs is { } nfs) VolumeSourceRules.Nfs(nfs, Spec.Child("nfs"), errors);
        if (source.Csi is { } csi)
        {
            VolumeSourceRules.CsiDriverName(csi.Driver, Spec.Child("csi", "driver"), errors);
            Check.Required(errors, Spec.Child("csi"), "volumeHandle", csi.VolumeHandle);
        }

        if (source.Local is not { } local) return;
        if (local.Path.Length == 0) errors.Required(Spec.Child("local", "path"));
        else Check.NoBacksteps(errors, Spec.Child("local"), "path", local.Path);
        if (spec.NodeAffinity is null) errors.Required(Spec.Child("nodeAffinity"), "Local volume requires node affinity");
    }
}
