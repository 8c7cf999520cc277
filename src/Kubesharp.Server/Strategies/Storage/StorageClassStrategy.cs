using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Storage;

internal sealed class StorageClassStrategy : ResourceStrategy<StorageClass>
{

    private static readonly TableColumn[] Columns =
    [
        Cells.Name, new("Provisioner", Description: "Who makes the volumes."), new("ReclaimPolicy", Description: "What happens to volumes after their claim."), new("VolumeBindingMode", Description: "When volumes are made."),
        new("AllowVolumeExpansion", Description: "Whether claims may grow."), Cells.Age,
    ];

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override StorageClass Default(StorageClass value) => value is { ReclaimPolicy: not null, VolumeBindingMode: not null } ? value : value with
    {
        ReclaimPolicy = value.ReclaimPolicy ?? PersistentVolumeReclaimPolicy.Delete,
        VolumeBindingMode = value.VolumeBindingMode ?? VolumeBindingMode.Immediate,
    };

    protected internal override void Validate(StorageClass value, ErrorList errors, RequestContext context)
    {
        StorageParameters.Driver(value.Provisioner, "provisioner", errors);
        StorageParameters.Validate(value.Parameters, errors);
        if (value.ReclaimPolicy is not (null or PersistentVolumeReclaimPolicy.Delete or PersistentVolumeReclaimPolicy.Retain)) errors.NotSupported(FieldPath.Of("reclaimPolicy"), value.ReclaimPolicy, PersistentVolumeReclaimPolicy.Delete, PersistentVolumeReclaimPolicy.Retain);
        if (value.VolumeBindingMode is null) errors.Required(FieldPath.Of("volumeBindingMode"));
        else if (value.VolumeBindingMode is not (VolumeBindingMode.Immediate or VolumeBindingMode.WaitForFirstConsumer)) errors.NotSupported(FieldPath.Of("volumeBindingMode"), value.VolumeBindingMode, VolumeBindingMode.Immediate, VolumeBindingMode.WaitForFirstConsumer);
        for (var i = 0; i < value.AllowedTopologies.Count; i++) Topology(value.AllowedTopologies[i], FieldPath.Of("allowedTopologies").Index(i).Child("matchLabelExpressions"), errors);
    }

    protected internal override void ValidateUpdate(StorageClass value, StorageClass old, ErrorList errors, RequestContext context)
    {
        if (value.Parameters != old.Parameters) errors.Forbidden(FieldPath.Of("parameters"), "updates to parameters are forbidden.");
        if (value.Provisioner != old.Provisioner) errors.Forbidden(FieldPath.Of("provisioner"), "updates to provisioner are forbidden.");
        if (value.ReclaimPolicy != old.ReclaimPolicy) errors.Forbidden(FieldPath.Of("reclaimPolicy"), "updates to reclaimPolicy are forbidden.");
        if (value.VolumeBindingMode != old.VolumeBindingMode) errors.Invalid(FieldPath.Of("volumeBindingMode"), value.VolumeBindingMode, Check.Immutable);
    }

    protected internal override void WriteRow(StorageClass value, TableRowBuilder row)
    {
        var marks = value.Metadata.Annotations;
        var isDefault = marks.Get(WellKnownAnnotations.DefaultStorageClass) == "true" || marks.Get("storageclass.beta.kubernetes.io/is-default-class") == "true";
        row.Text(isDefault ? value.Metadata.Name + " (default)" : value.Metadata.Name);
        row.Text(value.Provisioner);
        row.Text(value.ReclaimPolicy ?? PersistentVolumeReclaimPolicy.Delete);
        row.Text(value.VolumeBindingMode ?? VolumeBindingMode.Immediate);
        row.Flag(value.AllowVolumeExpansion ?? false);
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static void Topology(TopologySelectorTerm term, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < term.MatchLabelExpressions.Count; i++)
        {
            var (expression, place) = (term.MatchLabelExpressions[i], path.Index(i));
            if (expression.Values.Count == 0) errors.Required(place.Child("values"));
            for (var j = 0; j < expression.Values.Count; j++)
            {
                if (Check.IsRepeated(expression.Values.AsSpan(), j, static one => one)) errors.Duplicate(place.Child("values").Index(j), expression.Values[j]);
            }

            Check.Rule(errors, place, "key", expression.Key, Names.QualifiedName(expression.Key));
            if (Check.IsRepeated(term.MatchLabelExpressions.AsSpan(), i, static one => one.Key)) errors.Duplicate(place.Child("key"), expression.Key);
        }
    }
}
