using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Strategies;

namespace Kubesharp.Server.Printers;

/// <summary>The row of a node.</summary>
internal static class NodePrinter
{
    private const string RolePrefix = "node-role.kubernetes.io/";
    private const string OldRole = "kubernetes.io/role";

    public static IReadOnlyList<TableColumn> Columns { get; } =
    [
        Cells.Name,
        new("Status", Description: "The status of the node."),
        new("Roles", Description: "The roles of the node."),
        Cells.Age,
        new("Version", Description: "Version of the node agent."),
        new("Internal-IP", Description: "Address inside the cluster.", Priority: 1),
        new("External-IP", Description: "Address outside the cluster.", Priority: 1),
        new("OS-Image", Description: "Operating system the node reports.", Priority: 1),
        new("Kernel-Version", Description: "Kernel the node reports.", Priority: 1),
        new("Container-Runtime", Description: "Container runtime the node reports.", Priority: 1),
    ];

    public static void Write(Node node, TableRowBuilder row)
    {
        var info = node.Status.NodeInfo;
        row.Text(node.Metadata.Name);
        row.Text(Status(node));
        row.Text(Roles(node));
        row.Age(node.Metadata.CreationTimestamp);
        row.Text(info.KubeletVersion);
        row.Text(Cells.OrNone(node.GetAddress(NodeAddressType.InternalIP)));
        row.Text(Cells.OrNone(node.GetAddress(NodeAddressType.ExternalIP)));
        row.Text(Cells.OrUnknown(info.OsImage));
        row.Text(info.Architecture.Length > 0 ? $"{Cells.OrUnknown(info.KernelVersion)} ({info.Architecture})" : Cells.OrUnknown(info.KernelVersion));
        row.Text(Cells.OrUnknown(info.ContainerRuntimeVersion));
    }

    private static string Status(Node node)
    {
        var ready = node.Status.GetCondition(NodeConditionType.Ready);
        var text = ready is null ? "Unknown" : ready.Status == ConditionStatus.True ? "Ready" : "NotReady";
        return node.Spec.Unschedulable ? text + ",SchedulingDisabled" : text;
    }

    private static string Roles(Node node)
    {
        var roles = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in node.Metadata.Labels)
        {
            if (name.StartsWith(RolePrefix, StringComparison.Ordinal) && name.Length > RolePrefix.Length) roles.Add(name[RolePrefix.Length..]);
            else if (name == OldRole && value.Length > 0) roles.Add(value);
        }

        return roles.Count == 0 ? Cells.None : string.Join(',', roles);
    }
}
