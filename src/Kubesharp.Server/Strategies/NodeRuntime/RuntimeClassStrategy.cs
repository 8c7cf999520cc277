using Kubesharp.Api;
using Kubesharp.Api.Node.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Strategies.NodeRuntime;

internal sealed class RuntimeClassStrategy : ResourceStrategy<RuntimeClass>
{
    private static readonly TableColumn[] Columns = [Cells.Name, new("Handler", Description: "Name of the runtime's configuration."), Cells.Age];

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override void Validate(RuntimeClass value, ErrorList errors, RequestContext context)
    {
        if (Names.Dns1123Label(value.Handler) is { Length: > 0 } bad) errors.Invalid(FieldPath.Of("handler"), value.Handler, bad);
        if (value.Overhead is { } overhead)
        {
            foreach (var (name, amount) in overhead.PodFixed)
            {
                var place = FieldPath.Of("overhead", "podFixed").Key(name);
                ResourceNames.ValidateForContainer(name, place, errors);
                ResourceValidator.Amount(name, amount, place, errors);
            }
        }

        if (value.Scheduling is not { } scheduling) return;
        LabelSelectorValidator.Labels(scheduling.NodeSelector, FieldPath.Of("scheduling", "nodeSelector"), errors);
        AffinityValidator.Tolerations(scheduling.Tolerations, FieldPath.Of("scheduling", "tolerations"), errors);
    }

    protected internal override void ValidateUpdate(RuntimeClass value, RuntimeClass old, ErrorList errors, RequestContext context)
    {
        if (value.Handler != old.Handler) errors.Invalid(FieldPath.Of("handler"), value.Handler, Check.Immutable);
    }

    protected internal override void WriteRow(RuntimeClass value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.Handler);
        row.Age(value.Metadata.CreationTimestamp);
    }
}
