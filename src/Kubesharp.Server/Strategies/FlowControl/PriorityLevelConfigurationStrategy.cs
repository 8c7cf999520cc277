using Kubesharp.Api.FlowControl.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.FlowControl;

internal sealed class PriorityLevelConfigurationStrategy : ResourceStrategy<PriorityLevelConfiguration>
{
    private static readonly TableColumn[] Columns =
    [
        Cells.Name, new("Type", Description: "Whether requests are limited."), new("NominalConcurrencyShares", Description: "Share of the concurrency."), new("Queues", Description: "Number of queues."), new("HandSize", Description: "Queues a flow may use."),
        new("QueueLengthLimit", Description: "Requests a queue may hold."), Cells.Age,
    ];

    public override bool HasStatus => true;

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override PriorityLevelConfiguration CopyStatus(PriorityLevelConfiguration to, PriorityLevelConfiguration from) => to with { Status = from.Status };

    protected internal override PriorityLevelConfiguration Default(PriorityLevelConfiguration value)
    {
        var spec = value.Spec;
        if (spec.Exempt is { } exempt && (exempt.NominalConcurrencyShares is null || exempt.LendablePercent is null))
        {
            spec = spec with { Exempt = exempt with { NominalConcurrencyShares = exempt.NominalConcurrencyShares ?? 0, LendablePercent = exempt.LendablePercent ?? 0 } };
        }

        if (spec.Limited is { } limited && Limited(limited) is var complete && !ReferenceEquals(complete, limited)) spec = spec with { Limited = complete };
        return ReferenceEquals(spec, value.Spec) ? value : value with { Spec = spec };
    }

    protected internal override void Validate(PriorityLevelConfiguration value, ErrorList errors, RequestContext context)
    {
        var spec = FieldPath.Of("spec");
        switch (value.Spec.Type)
        {
            case PriorityLevelEnablement.Exempt:
                if (value.Spec.Limited is not null) errors.Forbidden(spec.Child("limited"), "must be nil if the type is not Limited");
                break;
            case PriorityLevelEnablement.Limited:
                if (value.Spec.Limited is null) errors.Required(spec.Child("limited"), "must not be empty when type is Limited");
                break;
            default:
                errors.NotSupported(spec.Child("type"), value.Spec.Type, PriorityLevelEnablement.Exempt, PriorityLevelEnablement.Limited);
                break;
        }
    }

    protected internal override void ValidateUpdate(PriorityLevelConfiguration value, PriorityLevelConfiguration old, ErrorList errors, RequestContext context) => Validate(value, errors, context);

    protected internal override void WriteRow(PriorityLevelConfiguration value, TableRowBuilder row)
    {
        var queuing = value.Spec.Limited?.LimitResponse.Queuing;
        row.Text(value.Metadata.Name);
        row.Text(value.Spec.Type);
        row.Text(value.Spec.Limited?.NominalConcurrencyShares is { } shares ? Cells.Number(shares) : Cells.None);
        row.Text(queuing is null ? Cells.None : Cells.Number(queuing.Queues));
        row.Text(queuing is null ? Cells.None : Cells.Number(queuing.HandSize));
        row.Text(queuing is null ? Cells.None : Cells.Number(queuing.QueueLengthLimit));
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static LimitedPriorityLevelConfiguration Limited(LimitedPriorityLevelConfiguration limited)
    {
        var response = limited.LimitResponse;
        if (response.Queuing is { } queuing && (queuing.HandSize == 0 || queuing.Queues == 0 || queuing.QueueLengthLimit == 0))
        {
            response = response with
            {
                Queuing = queuing with
                {
                    HandSize = queuing.HandSize == 0 ? 8 : queuing.HandSize,
                    Queues = queuing.Queues == 0 ? 64 : queuing.Queues,
                    QueueLengthLimit = queuing.QueueLengthLimit == 0 ? 50 : queuing.QueueLengthLimit,
                },
            };
        }

        if (ReferenceEquals(response, limited.LimitResponse) && limited is { NominalConcurrencyShares: not null, LendablePercent: not null }) return limited;
        return limited with { LimitResponse = response, NominalConcurrencyShares = limited.NominalConcurrencyShares ?? 30, LendablePercent = limited.LendablePercent ?? 0 };
    }
}
