using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Server.Strategies.Core;

/// <param name="schedulingGroups">Whether pods can belong to a group; the field is left out otherwise.</param>
internal sealed class PodStrategy(bool schedulingGroups = false) : ResourceStrategy<Pod>
{
    private static readonly string[] Fields =
    [
        "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName",
    ];

    public override bool HasStatus => true;

    public override bool TracksGeneration => true;

    public override IReadOnlyList<string> FieldNames => Fields;

    public override IReadOnlyList<TableColumn> TableColumns => PodPrinter.Columns;

    protected internal override Pod CopyStatus(Pod to, Pod from) => to with { Status = from.Status };

    protected internal override Pod Default(Pod value) => PodDefaults.Apply(value);

    protected internal override Pod PrepareForCreate(Pod value, RequestContext context)
    {
        var spec = MatchLabelKeys.Apply(value);
        if (!schedulingGroups && spec.SchedulingGroup is not null) spec = spec with { SchedulingGroup = null };
        var status = new PodStatus { Phase = PodPhase.Pending, QosClass = spec.GetQosClass() };
        if (spec.SchedulingGates.Count > 0)
        {
            status = status with
            {
                Conditions =
                [
                    new PodCondition
                    {
                        Type = PodConditionType.PodScheduled,
                        Status = ConditionStatus.False,
                        Reason = "SchedulingGated",
                        Message = "Scheduling is blocked due to non-empty scheduling gates",
                    },
                ],
            };
        }

        return value with { Spec = spec, Status = status };
    }

    protected internal override Pod PrepareForStatusUpdate(Pod old, Pod value, RequestContext context)
    {
        // Old node agents sent owners they did not understand, and deletions only start with a DELETE.
        var metadata = value.Metadata with { OwnerReferences = old.Metadata.OwnerReferences, DeletionTimestamp = old.Metadata.DeletionTimestamp };
        var status = value.Status.QosClass.Length > 0 ? value.Status : value.Status with { QosClass = old.Status.QosClass };
        return old with { Metadata = metadata, Status = status };
    }

    protected internal override void Validate(Pod value, ErrorList errors, RequestContext context) => PodValidator.ValidateCreate(value, errors);

    protected internal override void ValidateUpdate(Pod value, Pod old, ErrorList errors, RequestContext context)
    {
        switch (context.Subresource)
        {
            case "ephemeralcontainers":
                PodValidator.ValidateEphemeralContainersUpdate(value, old, errors);
                break;
            case "resize":
                PodValidator.ValidateResize(value, old, errors);
                break;
            default:
                PodValidator.ValidateUpdate(value, old, errors);
                break;
        }
    }

    protected internal override void ValidateStatusUpdate(Pod value, Pod old, ErrorList errors, RequestContext context) => PodValidator.ValidateStatusUpdate(value, old, errors);

    protected internal override void Warn(Pod value, Pod? old, RequestContext context) => PodWarnings.Add(value, old, context);

    protected internal override DeletionDecision DecideDeletion(Pod value, DeleteOptions options, RequestContext context)
    {
        // Nobody runs a pod that has no node or is over, so nobody would answer for its end.
        if (!value.IsScheduled() || value.IsTerminal()) return DeletionDecision.Immediate;
        var seconds = options.GracePeriodSeconds ?? value.Spec.TerminationGracePeriodSeconds ?? 0;
        return DeletionDecision.After(seconds < 0 ? 1 : seconds);
    }

    protected internal override string Field(Pod value, string name) => name switch
    {
        "spec.nodeName" => value.Spec.NodeName,
        "spec.restartPolicy" => value.Spec.RestartPolicy,
        "spec.schedulerName" => value.Spec.SchedulerName,
        "spec.serviceAccountName" => value.Spec.ServiceAccountName,
        "spec.hostNetwork" => value.Spec.HostNetwork ? "true" : "false",
        "status.phase" => value.Status.Phase,
        "status.podIP" => value.Status.PodIPs.Count > 0 ? value.Status.PodIPs[0].Ip : "",
        "status.nominatedNodeName" => value.Status.NominatedNodeName,
        _ => "",
    };

    protected internal override void WriteRow(Pod value, TableRowBuilder row) => PodPrinter.Write(value, row);
}
