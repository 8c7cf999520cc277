using Kubesharp.Api.Resource.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Devices;

internal sealed class DeviceClassStrategy : ResourceStrategy<DeviceClass>
{
    public override bool ShowsAge => true;

    public override bool TracksGeneration => true;

    protected internal override void Validate(DeviceClass value, ErrorList errors, RequestContext context) =>
        DeviceRequestRules.Validate(value.Spec.Selectors, errors, FieldPath.Of("spec", "selectors"));

    protected internal override void ValidateUpdate(DeviceClass value, DeviceClass old, ErrorList errors, RequestContext context) => Validate(value, errors, context);
}
