using Kubesharp.Api;
using Kubesharp.Api.Scheduling.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using PreemptionPolicy = Kubesharp.Api.Core.V1.PreemptionPolicy;

namespace Kubesharp.Server.Strategies.Scheduling;

internal sealed class PriorityClassStrategy : ResourceStrategy<PriorityClass>
{
    private const int HighestUserPriority = 1_000_000_000;
    private const string SystemPrefix = "system-";

    private static readonly TableColumn[] Columns =
    [
        Cells.Name, new("Value", "integer", "The priority."), new("Global-Default", "boolean", "Whether pods without a class get this one."), Cells.Age, new("PreemptionPolicy", Description: "Whether other pods are moved out of the way."),
    ];

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override PriorityClass Default(PriorityClass value) => value.PreemptionPolicy is null ? value with { PreemptionPolicy = PreemptionPolicy.PreemptLowerPriority } : value;

    protected internal override void Validate(PriorityClass value, ErrorList errors, RequestContext context)
    {
        var name = value.Metadata.Name;
        if (name.StartsWith(SystemPrefix, StringComparison.Ordinal))
        {
            var known = name switch
            {
                "system-node-critical" => 2_000_001_000,
                "system-cluster-critical" => 2_000_000_000,
                _ => 0,
            };
            if (known == 0) errors.Forbidden(FieldPath.Of("metadata", "name"), $"priority class names with '{SystemPrefix}' prefix are reserved for system use only. error: {name} is not a known system priority class");
            else if (value.Value != known) errors.Forbidden(FieldPath.Of("metadata", "name"), $"priority class names with '{SystemPrefix}' prefix are reserved for system use only. error: value of {name} PriorityClass must be {known}");
        }
        else if (value.Value > HighestUserPriority)
        {
            errors.Forbidden(FieldPath.Of("value"), $"maximum allowed value of a user defined priority is {HighestUserPriority}");
        }

        if (value.PreemptionPolicy is not (null or PreemptionPolicy.Never or PreemptionPolicy.PreemptLowerPriority)) errors.NotSupported(FieldPath.Of("preemptionPolicy"), value.PreemptionPolicy, PreemptionPolicy.Never, PreemptionPolicy.PreemptLowerPriority);
    }

    protected internal override void ValidateUpdate(PriorityClass value, PriorityClass old, ErrorList errors, RequestContext context)
    {
        if (value.Value != old.Value) errors.Forbidden(FieldPath.Of("value"), "may not be changed in an update.");
        if (value.PreemptionPolicy != old.PreemptionPolicy) errors.Invalid(FieldPath.Of("preemptionPolicy"), value.PreemptionPolicy, Check.Immutable);
    }

    protected internal override void WriteRow(PriorityClass value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Number(value.Value);
        row.Flag(value.GlobalDefault);
        row.Age(value.Metadata.CreationTimestamp);
        row.Text(value.PreemptionPolicy ?? "");
    }
}
