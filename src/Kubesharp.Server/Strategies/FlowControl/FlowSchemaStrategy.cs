using Kubesharp.Api.FlowControl.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.FlowControl;

internal sealed class FlowSchemaStrategy : ResourceStrategy<FlowSchema>
{
    private const int DefaultPrecedence = 1000;
    private const int MaxPrecedence = 10000;
    private const string Exempt = "exempt";
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    private static readonly TableColumn[] Columns =
    [
        Cells.Name, new("PriorityLevel", Description: "Level the requests get."), new("MatchingPrecedence", Description: "Order among the schemas."), new("DistinguisherMethod", Description: "How flows are told apart."), Cells.Age,
        new("MissingPL", Description: "Whether the level does not exist."),
    ];

    public override bool HasStatus => true;

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override FlowSchema CopyStatus(FlowSchema to, FlowSchema from) => to with { Status = from.Status };

    protected internal override FlowSchema Default(FlowSchema value) => value.Spec.MatchingPrecedence == 0 ? value with { Spec = value.Spec with { MatchingPrecedence = DefaultPrecedence } } : value;

    protected internal override void Validate(FlowSchema value, ErrorList errors, RequestContext context)
    {
        var precedence = value.Spec.MatchingPrecedence;
        if (precedence <= 0) errors.Invalid(Spec.Child("matchingPrecedence"), precedence, "must be a positive value");
        if (precedence > MaxPrecedence) errors.Invalid(Spec.Child("matchingPrecedence"), precedence, $"must not be greater than {MaxPrecedence}");
        if (precedence == 1 && value.Metadata.Name != Exempt) errors.Invalid(Spec.Child("matchingPrecedence"), precedence, "only the schema named 'exempt' may have matchingPrecedence 1");
        if (value.Spec.PriorityLevelConfiguration.Name.Length == 0) errors.Required(Spec.Child("priorityLevelConfiguration").Child("name"), "must reference a priority level");
    }

    protected internal override void ValidateUpdate(FlowSchema value, FlowSchema old, ErrorList errors, RequestContext context) => Validate(value, errors, context);

    protected internal override void WriteRow(FlowSchema value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.Spec.PriorityLevelConfiguration.Name);
        row.Number(value.Spec.MatchingPrecedence);
        row.Text(Cells.OrNone(value.Spec.DistinguisherMethod?.Type));
        row.Age(value.Metadata.CreationTimestamp);
        row.Text(value.Status.Conditions.FirstOrDefault(condition => condition.Type == "Dangling")?.Status ?? "?");
    }
}
