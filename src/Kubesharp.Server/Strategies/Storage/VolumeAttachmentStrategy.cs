using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Strategies.Storage;

internal sealed class VolumeAttachmentStrategy : ResourceStrategy<VolumeAttachment>
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    private static readonly TableColumn[] Columns =
    [
        Cells.Name, new("Attacher", Description: "Who attaches the volume.", Format: "name"), new("PV", Description: "The volume."), new("Node", Description: "Where it is attached."), new("Attached", "boolean", "Whether it is attached."), Cells.Age,
    ];

    public override bool HasStatus => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override VolumeAttachment CopyStatus(VolumeAttachment to, VolumeAttachment from) => to with { Status = from.Status };

    protected internal override void Validate(VolumeAttachment value, ErrorList errors, RequestContext context)
    {
        VolumeSourceRules.CsiDriverName(value.Spec.Attacher, Spec.Child("attacher"), errors);
        if (value.Spec.Source is { PersistentVolumeName: null, InlineVolumeSpec: null }) errors.Required(Spec.Child("source"), "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
        else if (value.Spec.Source is { PersistentVolumeName: not null, InlineVolumeSpec: not null }) errors.Forbidden(Spec.Child("source"), "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
        else if (value.Spec.Source.PersistentVolumeName is "") errors.Required(Spec.Child("source", "persistentVolumeName"), "must specify non empty persistentVolumeName");
        if (Names.Dns1123Subdomain(value.Spec.NodeName) is { Length: > 0 } bad) errors.Invalid(Spec.Child("nodeName"), value.Spec.NodeName, bad);
    }

    protected internal override void ValidateUpdate(VolumeAttachment value, VolumeAttachment old, ErrorList errors, RequestContext context)
    {
        if (value.Spec != old.Spec) errors.Invalid(Spec, Check.Show(value.Spec), "field is immutable");
    }

    protected internal override void WriteRow(VolumeAttachment value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.Spec.Attacher);
        row.Text(value.Spec.Source.PersistentVolumeName ?? "");
        row.Text(value.Spec.NodeName);
        row.Flag(value.Status.Attached);
        row.Age(value.Metadata.CreationTimestamp);
    }
}
