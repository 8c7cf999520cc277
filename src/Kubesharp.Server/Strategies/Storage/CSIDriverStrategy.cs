using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Strategies.Storage;

internal sealed class CSIDriverStrategy : ResourceStrategy<CSIDriver>
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    private static readonly TableColumn[] Columns =
    [
        Cells.Name, new("AttachRequired", "boolean", "Whether volumes are attached before they are mounted."), new("PodInfoOnMount", "boolean", "Whether the driver is told of the pod."), new("StorageCapacity", "boolean", "Whether the driver publishes capacity."),
        new("TokenRequests", Description: "Audiences of the tokens it gets."), new("RequiresRepublish", "boolean", "Whether mounts are repeated."), new("Modes", Description: "Kinds of volumes."), Cells.Age,
    ];

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override CSIDriver Default(CSIDriver value)
    {
        var spec = value.Spec;
        if (spec is { AttachRequired: not null, PodInfoOnMount: not null, StorageCapacity: not null, FsGroupPolicy: not null, RequiresRepublish: not null, SeLinuxMount: not null, VolumeLifecycleModes.Count: > 0 }) return value;
        return value with
        {
            Spec = spec with
            {
                AttachRequired = spec.AttachRequired ?? true,
                PodInfoOnMount = spec.PodInfoOnMount ?? false,
                StorageCapacity = spec.StorageCapacity ?? false,
                FsGroupPolicy = spec.FsGroupPolicy ?? FSGroupPolicy.ReadWriteOnceWithFSType,
                RequiresRepublish = spec.RequiresRepublish ?? false,
                SeLinuxMount = spec.SeLinuxMount ?? false,
                VolumeLifecycleModes = spec.VolumeLifecycleModes.Count > 0 ? spec.VolumeLifecycleModes : [VolumeLifecycleMode.Persistent],
            },
        };
    }

    protected internal override void Validate(CSIDriver value, ErrorList errors, RequestContext context)
    {
        VolumeSourceRules.CsiDriverName(value.Metadata.Name, FieldPath.Of("name"), errors);
        Check.OptionalOneOf(errors, Spec, "fsGroupPolicy", value.Spec.FsGroupPolicy, FSGroupPolicy.File, FSGroupPolicy.None, FSGroupPolicy.ReadWriteOnceWithFSType);
        for (var i = 0; i < value.Spec.VolumeLifecycleModes.Count; i++)
        {
            var mode = value.Spec.VolumeLifecycleModes[i];
            if (mode is not (VolumeLifecycleMode.Persistent or VolumeLifecycleMode.Ephemeral)) errors.NotSupported(Spec.Child("volumeLifecycleModes").Index(i), mode, VolumeLifecycleMode.Ephemeral, VolumeLifecycleMode.Persistent);
        }

        var requests = value.Spec.TokenRequests.AsSpan();
        for (var i = 0; i < requests.Length; i++)
        {
            var place = Spec.Child("tokenRequests").Index(i);
            if (Check.IsRepeated(requests, i, static request => request.Audience)) errors.Duplicate(place.Child("audience"), requests[i].Audience);
            if (requests[i].ExpirationSeconds < 600) errors.Invalid(place.Child("expirationSeconds"), requests[i].ExpirationSeconds, "may not specify a duration less than 10 minutes");
            if (requests[i].ExpirationSeconds > 1L << 32) errors.Invalid(place.Child("expirationSeconds"), requests[i].ExpirationSeconds, "may not specify a duration larger than 2^32 seconds");
        }
    }

    protected internal override void ValidateUpdate(CSIDriver value, CSIDriver old, ErrorList errors, RequestContext context)
    {
        Validate(value, errors, context);
        if (value.Spec.AttachRequired != old.Spec.AttachRequired) errors.Invalid(Spec.Child("attachedRequired"), value.Spec.AttachRequired ?? false, Check.Immutable);
        if (value.Spec.VolumeLifecycleModes != old.Spec.VolumeLifecycleModes) errors.Invalid(Spec.Child("volumeLifecycleModes"), value.Spec.VolumeLifecycleModes, Check.Immutable);
    }

    protected internal override void WriteRow(CSIDriver value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Flag(value.Spec.AttachRequired ?? true);
        row.Flag(value.Spec.PodInfoOnMount ?? false);
        row.Flag(value.Spec.StorageCapacity ?? false);
        row.Text(value.Spec.TokenRequests.Count == 0 ? Cells.Unset : Cells.Join(value.Spec.TokenRequests, static request => request.Audience));
        row.Flag(value.Spec.RequiresRepublish ?? false);
        row.Text(value.Spec.VolumeLifecycleModes.Count == 0 ? Cells.None : string.Join(',', value.Spec.VolumeLifecycleModes));
        row.Age(value.Metadata.CreationTimestamp);
    }
}
