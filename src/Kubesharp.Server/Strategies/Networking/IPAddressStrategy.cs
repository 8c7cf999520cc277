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

        if (parent.Group.Length > 0) Check.Rule(errors, path, "group", parent.Group, Names.Dns1123Subdomain(parent.Group));
        Check.Segment(errors, path, "resource", parent.Resource);
        Check.Segment(errors, path, "name", parent.Name);
        if (parent.Namespace.Length > 0) Check.Rule(errors, path, "namespace", parent.Namespace, Names.PathSegment(parent.Namespace));
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

        // Upstream sends an age here without a column for it; clients that print rows by position rely on it.
        row.Age(value.Metadata.CreationTimestamp);
    }
}
