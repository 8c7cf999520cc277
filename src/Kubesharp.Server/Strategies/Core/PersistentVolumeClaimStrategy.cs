using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Core;

internal sealed class PersistentVolumeClaimStrategy : ResourceStrategy<PersistentVolumeClaim>
{
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    private static readonly TableColumn[] Columns =
    [
        Cells.Name, new("Status", Description: "Whether the claim has a volume."), new("Volume", Description: "The volume."), new("Capacity", Description: "Size of the volume."),
        new("Access Modes", Description: "How the volume can be mounted."), new("StorageClass", Description: "Class of storage asked for."), new("VolumeAttributesClass", Description: "Class of attributes asked for."),
        Cells.Age, new("VolumeMode", Description: "Files or a block device.", Priority: 1),
    ];

    public override bool HasStatus => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override PersistentVolumeClaim CopyStatus(PersistentVolumeClaim to, PersistentVolumeClaim from) => to with { Status = from.Status };

    protected internal override PersistentVolumeClaim Default(PersistentVolumeClaim value) => PersistentVolumeClaimDefaults.Apply(value);

    protected internal override PersistentVolumeClaim PrepareForCreate(PersistentVolumeClaim value, RequestContext context) =>
        value with { Status = new PersistentVolumeClaimStatus { Phase = PersistentVolumeClaimPhase.Pending } };

    protected internal override void Validate(PersistentVolumeClaim value, ErrorList errors, RequestContext context) => PersistentVolumeClaimValidator.Validate(value, errors);

    protected internal override void ValidateUpdate(PersistentVolumeClaim value, PersistentVolumeClaim old, ErrorList errors, RequestContext context) => PersistentVolumeClaimValidator.ValidateUpdate(value, old, errors);

    protected internal override void ValidateStatusUpdate(PersistentVolumeClaim value, PersistentVolumeClaim old, ErrorList errors, RequestContext context) => PersistentVolumeClaimValidator.ValidateStatusUpdate(value, old, errors);

    protected internal override void WriteRow(PersistentVolumeClaim value, TableRowBuilder row)
    {
        var bound = value.Spec.VolumeName.Length > 0;
        row.Text(value.Metadata.Name);
        row.Text(value.Metadata.DeletionTimestamp is null ? value.Status.Phase : "Terminating");
        row.Text(value.Spec.VolumeName);
        row.Text(bound && value.Status.Capacity.TryGetValue(ResourceName.Storage, out var size) ? size.ToString() : "");
        row.Text(bound ? Cells.AccessModes(value.Status.AccessModes) : "");
        row.Text(value.Metadata.Annotations.Get(ClassAnnotation) ?? value.Spec.StorageClassName ?? "");
        row.Text(Cells.OrUnset(value.Spec.VolumeAttributesClassName));
        row.Age(value.Metadata.CreationTimestamp);
        row.Text(Cells.OrUnset(value.Spec.VolumeMode));
    }
}
