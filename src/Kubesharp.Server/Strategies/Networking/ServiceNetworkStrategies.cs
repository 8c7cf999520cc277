using Kubesharp.Api;
using Kubesharp.Api.Networking.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Networking;

/// <summary>An address that a Service has; its name is the address itself.</summary>
internal sealed class IPAddressStrategy : ResourceStrategy<IPAddress>
{
    private static readonly TableColumn[] Columns = [Cells.Name, new("ParentRef", Description: "Object that has the address.")];

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override void Validate(IPAddress value, ErrorList errors, RequestContext context)
    {
        var path = FieldPath.Of("spec", "parentRef");
        if (value.Spec.ParentRef is not { } parent)
        {
            errors.Required(path);
            return;
        }

        Check.Required(errors, path, "resource", parent.Resource);
        Check.Required(errors, path, "name", parent.Name);
    }

    protected internal override void ValidateUpdate(IPAddress value, IPAddress old, ErrorList errors, RequestContext context) =>
        Check.Unchangeable(errors, FieldPath.Of("spec"), "parentRef", value.Spec.ParentRef, old.Spec.ParentRef);

    protected internal override string[] ValidateName(string name, bool prefix) => Addresses.Ip(name);

    protected internal override void WriteRow(IPAddress value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        if (value.Spec.ParentRef is { } parent)
        {
            var resource = (parent.Group.Length > 0 ? $"{parent.Resource}.{parent.Group}" : parent.Resource).ToLowerInvariant();
            row.Text(parent.Namespace.Length > 0 ? $"{resource}/{parent.Namespace}/{parent.Name}" : $"{resource}/{parent.Name}");
        }
        else
        {
            row.Text(Cells.None);
        }

        row.Age(value.Metadata.CreationTimestamp);
    }
}

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
            if (Addresses.Cidr(value.Spec.Cidrs[i]) is { Length: > 0 } bad) errors.Invalid(path.Index(i), value.Spec.Cidrs[i], bad);
        }
    }

    protected internal override void ValidateUpdate(ServiceCIDR value, ServiceCIDR old, ErrorList errors, RequestContext context)
    {
        if (value.Spec.Cidrs != old.Spec.Cidrs) errors.Invalid(FieldPath.Of("spec", "cidrs"), value.Spec.Cidrs, Check.Immutable);
    }

    protected internal override void WriteRow(ServiceCIDR value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(string.Join(',', value.Spec.Cidrs));
        row.Age(value.Metadata.CreationTimestamp);
    }
}
