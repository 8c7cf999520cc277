using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Scheduling;

internal sealed class PodGroupStrategy : ResourceStrategy<PodGroup>
{
    public override bool HasStatus => true;

    public override bool TracksGeneration => true;

    protected internal override PodGroup CopyStatus(PodGroup to, PodGroup from) => to with { Status = from.Status };

    protected internal override PodGroup Default(PodGroup value) =>
        value.Spec.DisruptionMode is null ? value with { Spec = value.Spec with { DisruptionMode = DisruptionMode.Pod } } : value;

    protected internal override void Validate(PodGroup value, ErrorList errors, RequestContext context)
    {
        var path = FieldPath.Of("spec", "schedulingPolicy");
        var policy = value.Spec.SchedulingPolicy;
        if (policy.Basic is null && policy.Gang is null) errors.Required(path, "must specify one of: `basic`, `gang`");
        if (policy.Basic is not null && policy.Gang is not null) errors.Invalid(path, "", "must specify exactly one of: `basic`, `gang`");
        if (policy.Gang is { MinCount: < 1 } gang) errors.Invalid(path.Child("gang").Child("minCount"), gang.MinCount, "must be greater than or equal to 1");
    }

    protected internal override void ValidateUpdate(PodGroup value, PodGroup old, ErrorList errors, RequestContext context)
    {
        if (value.Spec != old.Spec) errors.Invalid(FieldPath.Of("spec"), "", Check.Immutable);
    }
}
