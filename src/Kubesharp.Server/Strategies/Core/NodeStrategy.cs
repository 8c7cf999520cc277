using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Core;

internal sealed class NodeStrategy : ResourceStrategy<Node>
{
    private static readonly string[] Fields = ["spec.unschedulable"];

    public override bool HasStatus => true;

    public override string StoragePrefix => "minions";

    public override IReadOnlyList<TableColumn> TableColumns => NodePrinter.Columns;

    public override IReadOnlyList<string> FieldNames => Fields;

    protected internal override Node CopyStatus(Node to, Node from) => to with { Status = from.Status };

    protected internal override Node Default(Node value)
    {
        var spec = value.Spec;
        if (spec.PodCIDR.Length > 0 && (spec.PodCIDRs.Count == 0 || spec.PodCIDRs[0] != spec.PodCIDR)) spec = spec with { PodCIDRs = [spec.PodCIDR] };
        else if (spec.PodCIDR.Length == 0 && spec.PodCIDRs.Count > 0) spec = spec with { PodCIDR = spec.PodCIDRs[0] };
        var capacity = ResourceDefaults.Round(value.Status.Capacity);
        var allocatable = ResourceDefaults.Round(value.Status.Allocatable.IsNull ? capacity : value.Status.Allocatable);
        if (ReferenceEquals(spec, value.Spec) && capacity.IsSame(value.Status.Capacity) && allocatable.IsSame(value.Status.Allocatable)) return value;
        return value with { Spec = spec, Status = value.Status with { Capacity = capacity, Allocatable = allocatable } };
    }

    protected internal override Node PrepareForCreate(Node value, RequestContext context) => value;

    protected internal override void Validate(Node value, ErrorList errors, RequestContext context) => NodeValidator.Validate(value, errors);

    protected internal override void ValidateUpdate(Node value, Node old, ErrorList errors, RequestContext context) => NodeValidator.ValidateUpdate(value, old, errors);

    protected internal override void ValidateStatusUpdate(Node value, Node old, ErrorList errors, RequestContext context) => NodeValidator.ValidateUpdate(value, old, errors);

    protected internal override string Field(Node value, string name) => name == "spec.unschedulable" ? (value.Spec.Unschedulable ? "true" : "false") : "";

    protected internal override void WriteRow(Node value, TableRowBuilder row) => NodePrinter.Write(value, row);
}
