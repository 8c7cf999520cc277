using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies.Apps;

namespace Kubesharp.Server.Strategies.Core;

internal sealed class PodTemplateStrategy : ResourceStrategy<PodTemplate>
{
    private static readonly TableColumn[] Columns = [Cells.Name, Cells.Containers with { Priority = 0 }, Cells.Images with { Priority = 0 }, new("Pod Labels", Description: "Labels of pods made from the template.")];

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override PodTemplate Default(PodTemplate value)
    {
        var template = PodDefaults.Apply(value.Template);
        return ReferenceEquals(template, value.Template) ? value : value with { Template = template };
    }

    protected internal override void Validate(PodTemplate value, ErrorList errors, RequestContext context) => PodTemplateRules.Validate(value.Template, FieldPath.Of("template"), errors);

    protected internal override void WriteRow(PodTemplate value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        Cells.Template(row, value.Template.Spec, Cells.Labels(value.Template.Metadata.Labels));
    }
}
