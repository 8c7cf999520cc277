using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Scheduling.V1Alpha2;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Scheduling;

internal sealed class PodGroupStrategy : ResourceStrategy<PodGroup>
{
    private static readonly TableColumn[] Columns =
        [Cells.Name, new("Policy", Description: "How the pods are scheduled."), new("Workload", Description: "Workload the group belongs to."), new("Status", Description: "Whether the pods could be placed."), Cells.Age];

    public override bool HasStatus => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

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
        if (value.Spec != old.Spec) errors.Invalid(FieldPath.Of("spec"), Check.Show(value.Spec), Check.Immutable);
    }

    protected internal override void WriteRow(PodGroup value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.Spec.SchedulingPolicy.Gang is null ? "Basic" : "Gang");
        row.Text(Cells.OrNone(value.Spec.PodGroupTemplateRef?.Workload?.WorkloadName));
        var scheduled = value.Status.Conditions.FirstOrDefault(condition => condition.Type == "PodGroupScheduled");
        row.Text(scheduled is null ? "Pending" : scheduled.Status == ConditionStatus.True ? "Scheduled" : "Unschedulable");
        row.Age(value.Metadata.CreationTimestamp);
    }
}
