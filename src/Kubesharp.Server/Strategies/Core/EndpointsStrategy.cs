using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Core;

internal sealed class EndpointsStrategy : ResourceStrategy<Endpoints>
{
    private const int ShownEndpoints = 3;
    private static readonly TableColumn[] Columns = [Cells.Name, new("Endpoints", Description: "Addresses and ports."), Cells.Age];

    public override string StoragePrefix => "services/endpoints";

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override Endpoints Default(Endpoints value)
    {
        var subsets = value.Subsets.Map(static subset =>
        {
            var ports = subset.Ports.Map(static port => port.Protocol.Length > 0 ? port : port with { Protocol = Protocol.TCP });
            return ports.IsSame(subset.Ports) ? subset : subset with { Ports = ports };
        });
        return subsets.IsSame(value.Subsets) ? value : value with { Subsets = subsets };
    }

    protected internal override void Validate(Endpoints value, ErrorList errors, RequestContext context)
    {
        for (var i = 0; i < value.Subsets.Count; i++)
        {
            var subset = value.Subsets[i];
            var place = FieldPath.Of("subsets").Index(i);
            if (subset.Addresses.Count == 0 && subset.NotReadyAddresses.Count == 0) errors.Required(place, "must specify `addresses` or `notReadyAddresses`");
            for (var j = 0; j < subset.Addresses.Count; j++) Address(subset.Addresses[j], place.Child("addresses").Index(j), errors);
            for (var j = 0; j < subset.NotReadyAddresses.Count; j++) Address(subset.NotReadyAddresses[j], place.Child("notReadyAddresses").Index(j), errors);
            for (var j = 0; j < subset.Ports.Count; j++) Port(subset.Ports[j], subset.Ports.Count > 1, place.Child("ports").Index(j), errors);
        }
    }

    protected internal override void WriteRow(Endpoints value, TableRowBuilder row)
    {
        var all = new List<string>();
        foreach (var subset in value.Subsets)
        {
            if (subset.Ports.Count == 0)
            {
                foreach (var address in subset.Addresses) all.Add(address.Ip);
                continue;
            }

            foreach (var port in subset.Ports)
            {
                foreach (var address in subset.Addresses) all.Add(address.Ip.Contains(':') ? $"[{address.Ip}]:{port.Port}" : $"{address.Ip}:{port.Port}");
            }
        }

        row.Text(value.Metadata.Name);
        row.Text(value.Subsets.Count == 0 ? Cells.None : Cells.First(all, ShownEndpoints, ""));
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static void Address(EndpointAddress address, FieldPath path, ErrorList errors)
    {
        if (Addresses.Ip(address.Ip) is { Length: > 0 } bad) errors.Invalid(path.Child("ip"), address.Ip, bad);
        else ServiceValidator.NonSpecialIP(address.Ip, path.Child("ip"), errors);
        if (address.Hostname.Length > 0) Check.Rule(errors, path, "hostname", address.Hostname, Names.Dns1123Label(address.Hostname));
        if (address.NodeName is { } node) Check.Rule(errors, path, "nodeName", node, Names.Dns1123Subdomain(node));
    }

    private static void Port(EndpointPort port, bool nameRequired, FieldPath path, ErrorList errors)
    {
        if (nameRequired && port.Name.Length == 0) errors.Required(path.Child("name"));
        else if (port.Name.Length > 0) Check.Rule(errors, path, "name", port.Name, Names.Dns1123Label(port.Name));
        Check.Rule(errors, path, "port", port.Port, Names.PortNumber(port.Port));
        Check.OneOf(errors, path, "protocol", port.Protocol, Protocol.SCTP, Protocol.TCP, Protocol.UDP);
        if (port.AppProtocol is { } application) Check.Rule(errors, path, "appProtocol", application, Names.QualifiedName(application));
    }
}
