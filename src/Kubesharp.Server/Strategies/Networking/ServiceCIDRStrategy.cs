using Kubesharp.Api;
using Kubesharp.Api.Networking.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Networking;

/// <summary>A range Services get their addresses from.</summary>
internal sealed class ServiceCIDRStrategy : ResourceStrategy<ServiceCIDR>
{
    private static readonly TableColumn[] Columns = [Cells.Name, new("CIDRs", Description: "Ranges of addresses."), Cells.Age];

    public override bool HasStatus => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override ServiceCIDR CopyStatus(ServiceCIDR to, ServiceCIDR from) => to with { Status = from.Status };

    protected internal override void Validate(ServiceCIDR value, ErrorList errors, RequestContext context)
    {
        var path = FieldPath.Of("spec", "cidrs");
        if (value.Spec.Cidrs.Count == 0) errors.Required(path, "at least one CIDR required");
        if (value.Spec.Cidrs.Count > 2) errors.Invalid(path, value.Spec.Cidrs, "may only hold up to 2 values");
        for (var i = 0; i < value.Spec.Cidrs.Count; i++)
        {
            if (i == 1 && IsIPv6(value.Spec.Cidrs[0]) == IsIPv6(value.Spec.Cidrs[1]) && value.Spec.Cidrs.Count == 2)
                errors.Invalid(path, value.Spec.Cidrs, "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64");
            if (Addresses.Cidr(value.Spec.Cidrs[i]) is { Length: > 0 } bad) errors.Invalid(path.Index(i), value.Spec.Cidrs[i], bad);
        }
    }

    protected internal override void ValidateUpdate(ServiceCIDR value, ServiceCIDR old, ErrorList errors, RequestContext context)
    {
        if (value.Spec.Cidrs != old.Spec.Cidrs) errors.Invalid(FieldPath.Of("spec", "cidrs"), value.Spec.Cidrs, Check.Immutable);
    }

    private static bool IsIPv6(string block) => block.Contains(':');

    protected internal override void WriteRow(ServiceCIDR value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(string.Join(',', value.Spec.Cidrs));
        row.Age(value.Metadata.CreationTimestamp);
    }
}
