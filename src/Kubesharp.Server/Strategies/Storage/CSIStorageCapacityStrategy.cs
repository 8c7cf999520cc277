using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Storage;

internal sealed class CSIStorageCapacityStrategy : ResourceStrategy<CSIStorageCapacity>
{
    protected internal override void Validate(CSIStorageCapacity value, ErrorList errors, RequestContext context)
    {
        LabelSelectorValidator.Selector(value.NodeTopology, FieldPath.Of("nodeTopology"), errors);
        if (Names.Dns1123Subdomain(value.StorageClassName) is { Length: > 0 } bad) errors.Invalid(FieldPath.Of("storageClassName"), value.StorageClassName, bad);
        if (value.Capacity is { } capacity) Check.NonNegative(errors, FieldPath.Of("capacity"), capacity);
        if (value.MaximumVolumeSize is { } size) Check.NonNegative(errors, FieldPath.Of("maximumVolumeSize"), size);
    }

    protected internal override void ValidateUpdate(CSIStorageCapacity value, CSIStorageCapacity old, ErrorList errors, RequestContext context)
    {
        Validate(value, errors, context);
        if (value.NodeTopology != old.NodeTopology) errors.Invalid(FieldPath.Of("nodeTopology"), Check.Show(value.NodeTopology), Check.Immutable);
        if (value.StorageClassName != old.StorageClassName) errors.Invalid(FieldPath.Of("storageClassName"), value.StorageClassName, Check.Immutable);
    }
}
