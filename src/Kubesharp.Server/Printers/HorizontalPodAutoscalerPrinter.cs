using Kubesharp.Api;
using Kubesharp.Api.Autoscaling.V2;
using Kubesharp.Server.Strategies;

namespace Kubesharp.Server.Printers;

/// <summary>The row of a HorizontalPodAutoscaler.</summary>
internal static class HorizontalPodAutoscalerPrinter
{
    private const int ShownMetrics = 2;
    private const string Automatic = "<auto>";

    public static IReadOnlyList<TableColumn> Columns { get; } =
    [
        Cells.Name, new("Reference", Description: "What is scaled."), new("Targets", Description: "Metrics and what they should be."), new("MinPods", Description: "Fewest pods."), new("MaxPods", Description: "Most pods."),
        new("Replicas", Description: "Pods there are."), Cells.Age,
    ];

    public static void Write(HorizontalPodAutoscaler value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text($"{value.Spec.ScaleTargetRef.Kind}/{value.Spec.ScaleTargetRef.Name}");
        row.Text(Targets(value));
        row.Text(value.Spec.MinReplicas is { } min ? Cells.Number(min) : Cells.Unset);
        row.Number(value.Spec.MaxReplicas);
        row.Number(value.Status.CurrentReplicas);
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static string Targets(HorizontalPodAutoscaler value)
    {
        var shown = new List<string>();
        for (var i = 0; i < value.Spec.Metrics.Count; i++) shown.Add(Target(value.Spec.Metrics[i], i < value.Status.CurrentMetrics.Count ? value.Status.CurrentMetrics[i] : null));
        return Cells.First(shown, ShownMetrics, Cells.None, ", ");
    }

    private static string Target(MetricSpec metric, MetricStatus? status) => metric switch
    {
        { Resource: { } resource } => $"{resource.Name}: {Usage(resource.Target, status?.Resource?.Current)}",
        { ContainerResource: { } resource } => $"{resource.Name}: {Usage(resource.Target, status?.ContainerResource?.Current)}",
        { Pods: { } pods } => $"{Text(status?.Pods?.Current.AverageValue)}/{Goal(pods.Target.AverageValue)}",
        { Object: { } single } => Value(single.Target, status?.Object?.Current),
        { External: { } external } => Value(external.Target, status?.External?.Current),
        _ => "<unknown type>",
    };

    private static string Usage(MetricTarget target, MetricValueStatus? current) => target.AverageValue is { } amount
        ? $"{Text(current?.AverageValue)}/{amount}"
        : $"{(current?.AverageUtilization is { } used ? Cells.Number(used) + "%" : Cells.Unknown)}/{(target.AverageUtilization is { } wanted ? Cells.Number(wanted) + "%" : Automatic)}";

    private static string Value(MetricTarget target, MetricValueStatus? current) => target.AverageValue is { } average
        ? $"{Text(current?.AverageValue)}/{average} (avg)"
        : $"{Text(current?.Value)}/{Goal(target.Value)}";

    private static string Text(Quantity? amount) => amount?.ToString() ?? Cells.Unknown;

    private static string Goal(Quantity? amount) => amount?.ToString() ?? Automatic;
}
