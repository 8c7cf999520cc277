using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Strategies;

namespace Kubesharp.Server.Printers;

/// <summary>The row of a Service.</summary>
internal static class ServicePrinter
{
    public static IReadOnlyList<TableColumn> Columns { get; } =
    [
        Cells.Name,
        new("Type", Description: "How the Service is reached."),
        new("Cluster-IP", Description: "Address inside the cluster."),
        new("External-IP", Description: "Addresses outside the cluster."),
        new("Port(s)", Description: "Ports, node ports and protocols."),
        Cells.Age,
        Cells.Selector,
    ];

    public static void Write(Service service, TableRowBuilder row)
    {
        var spec = service.Spec;
        row.Text(service.Metadata.Name);
        row.Text(spec.Type);
        row.Text(Cells.OrNone(spec.ClusterIPs.Count > 0 ? spec.ClusterIPs[0] : spec.ClusterIP));
        row.Text(External(service));
        row.Text(spec.Ports.Count == 0 ? Cells.None : Cells.Join(spec.Ports, Port));
        row.Age(service.Metadata.CreationTimestamp);
        row.Text(Cells.Labels(spec.Selector));
    }

    private static string Port(ServicePort port) => port.NodePort > 0 ? $"{port.Port}:{port.NodePort}/{port.Protocol}" : $"{port.Port}/{port.Protocol}";

    private static string External(Service service)
    {
        var spec = service.Spec;
        switch (spec.Type)
        {
            case ServiceType.ClusterIP or ServiceType.NodePort:
                return spec.ExternalIPs.Count > 0 ? string.Join(',', spec.ExternalIPs) : Cells.None;
            case ServiceType.LoadBalancer:
                var balancers = new SortedSet<string>(StringComparer.Ordinal);
                foreach (var ingress in service.Status.LoadBalancer.Ingress)
                {
                    if (ingress.Ip.Length > 0) balancers.Add(ingress.Ip);
                    else if (ingress.Hostname.Length > 0) balancers.Add(ingress.Hostname);
                }

                var all = balancers.Concat(spec.ExternalIPs).ToList();
                return all.Count > 0 ? string.Join(',', all) : "<pending>";
            case ServiceType.ExternalName:
                return spec.ExternalName;
            default:
                return Cells.Unknown;
        }
    }
}
