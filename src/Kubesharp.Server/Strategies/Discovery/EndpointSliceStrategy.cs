using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies.Core;
using EndpointPort = Kubesharp.Api.Discovery.V1.EndpointPort;

namespace Kubesharp.Server.Strategies.Discovery;

internal sealed class EndpointSliceStrategy : ResourceStrategy<EndpointSlice>
{
    private const int MaxEndpoints = 1000;
    private const int MaxAddresses = 100;
    private const int MaxPorts = 20000;
    private const int MaxHints = 8;
    private const int Shown = 3;
    private static readonly FieldPath EndpointsPath = FieldPath.Of("endpoints");
    private static readonly FieldPath PortsPath = FieldPath.Of("ports");
    private static readonly TableColumn[] Columns = [Cells.Name, new("AddressType", Description: "Form of the addresses."), new("Ports", Description: "Ports of the endpoints."), new("Endpoints", Description: "Addresses of the endpoints."), Cells.Age];

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override EndpointSlice Default(EndpointSlice value)
    {
        var ports = value.Ports.Map(static port => port is { Name: not null, Protocol: not null } ? port : port with { Name = port.Name ?? "", Protocol = port.Protocol ?? Protocol.TCP });
        return ports.IsSame(value.Ports) ? value : value with { Ports = ports };
    }

    protected internal override void Validate(EndpointSlice value, ErrorList errors, RequestContext context)
    {
        if (value.AddressType.Length == 0) errors.Required(FieldPath.Of("addressType"));
        else if (value.AddressType is not (IPFamily.IPv4 or IPFamily.IPv6 or AddressType.FQDN)) errors.NotSupported(FieldPath.Of("addressType"), value.AddressType, AddressType.FQDN, IPFamily.IPv4, IPFamily.IPv6);
        if (value.Endpoints.Count > MaxEndpoints) errors.TooMany(EndpointsPath, value.Endpoints.Count, MaxEndpoints);
        for (var i = 0; i < value.Endpoints.Count; i++) Endpoint(value.Endpoints[i], value.AddressType, i, errors);
        if (value.Ports.Count > MaxPorts) errors.TooMany(PortsPath, value.Ports.Count, MaxPorts);
        var ports = value.Ports.AsSpan();
        for (var i = 0; i < ports.Length; i++) Port(ports, i, errors);
    }

    protected internal override void ValidateUpdate(EndpointSlice value, EndpointSlice old, ErrorList errors, RequestContext context)
    {
        Validate(value, errors, context);
        if (value.AddressType != old.AddressType) errors.Invalid(FieldPath.Of("addressType"), value.AddressType, Check.Immutable);
    }

    protected internal override void WriteRow(EndpointSlice value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.AddressType);
        row.Text(Cells.First([.. value.Ports.Select(PortText)], Shown, Cells.Unset));
        row.Text(Cells.First([.. value.Endpoints.SelectMany(endpoint => endpoint.Addresses)], Shown, Cells.Unset));
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static string PortText(EndpointPort port) => port.Port is { } number ? Cells.Number(number) : port.Name is { Length: > 0 } name ? name : "*";

    private static void Endpoint(Endpoint endpoint, string type, int index, ErrorList errors)
    {
        if (endpoint.Addresses.Count is 0 or > MaxAddresses)
        {
            var place = EndpointsPath.Index(index).Child("addresses");
            if (endpoint.Addresses.Count == 0) errors.Required(place, "must contain at least 1 address");
            else errors.TooMany(place, endpoint.Addresses.Count, MaxAddresses);
        }

        for (var i = 0; i < endpoint.Addresses.Count; i++)
        {
            var address = endpoint.Addresses[i];
            var problems = type switch
            {
                IPFamily.IPv4 => Addresses.Ipv4(address),
                IPFamily.IPv6 => Addresses.Ipv6(address),
                AddressType.FQDN => Names.Dns1123Subdomain(address),
                _ => [],
            };
            if (problems.Length > 0) errors.Invalid(EndpointsPath.Index(index).Child("addresses").Index(i), address, problems);
            else if (type != AddressType.FQDN) ServiceValidator.NonSpecialIP(address, EndpointsPath.Index(index).Child("addresses").Index(i), errors);
        }

        if (endpoint.NodeName is { } node) Check.Rule(errors, EndpointsPath.Index(index), "nodeName", node, Names.Dns1123Subdomain(node));
        if (endpoint.Hostname is { } hostname) Check.Rule(errors, EndpointsPath.Index(index), "hostname", hostname, Names.Dns1123Label(hostname));
        if (endpoint.Hints is { } hints && hints.ForZones.Count > MaxHints) errors.TooMany(EndpointsPath.Index(index).Child("hints", "forZones"), hints.ForZones.Count, MaxHints);
        for (var i = 0; i < endpoint.Hints?.ForZones.Count; i++)
        {
            var zones = endpoint.Hints.ForZones;
            var place = EndpointsPath.Index(index).Child("hints", "forZones").Index(i).Child("name");
            if (Check.IsRepeated(zones.AsSpan(), i, static zone => zone.Name)) errors.Duplicate(place, zones[i].Name);
            else if (Names.LabelValue(zones[i].Name) is { Length: > 0 } bad) errors.Invalid(place, zones[i].Name, bad);
        }
    }

    private static void Port(ReadOnlySpan<EndpointPort> ports, int index, ErrorList errors)
    {
        var port = ports[index];
        if (port.Name is { Length: > 0 } name && Names.Dns1123Label(name) is { Length: > 0 } bad) errors.Invalid(PortsPath.Index(index).Child("name"), name, bad);
        if (Check.IsRepeated(ports, index, static one => one.Name ?? "")) errors.Duplicate(PortsPath.Index(index).Child("name"), port.Name ?? "");
        if (port.Protocol is not (Protocol.TCP or Protocol.UDP or Protocol.SCTP)) Check.OneOf(errors, PortsPath.Index(index), "protocol", port.Protocol ?? "", Protocol.SCTP, Protocol.TCP, Protocol.UDP);
        if (port.AppProtocol is { } application) Check.Rule(errors, PortsPath.Index(index), "appProtocol", application, Names.QualifiedName(application));
    }
}
