using Kubesharp.Api.Resource.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Devices;

internal sealed class ResourceClaimTemplateStrategy : ResourceStrategy<ResourceClaimTemplate>
{
    public override bool ShowsAge => true;

    protected internal override ResourceClaimTemplate Default(ResourceClaimTemplate value)
    {
        var spec = DeviceRequestRules.Default(value.Spec.Spec);
        return ReferenceEquals(spec, value.Spec.Spec) ? value : value with { Spec = value.Spec with { Spec = spec } };
    }

    protected internal override void Validate(ResourceClaimTemplate value, ErrorList errors, RequestContext context)
    {
        DeviceRequestRules.Validate(value.Spec.Spec, errors, FieldPath.Of("spec", "spec"));
        DeviceRequestRules.ValidateAdminAccess(value.Spec.Spec, value.Metadata.Namespace, errors, FieldPath.Of("spec", "spec"), context);
    }

    protected internal override void ValidateUpdate(ResourceClaimTemplate value, ResourceClaimTemplate old, ErrorList errors, RequestContext context)
    {
        if (value.Spec != old.Spec) errors.Invalid(FieldPath.Of("spec"), Check.Show(value.Spec), Check.Immutable);
    }
}
