using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Strategies;

namespace Kubesharp.Server.Printers;

/// <summary>The row of an Event, the same for both its API groups.</summary>
internal static class EventPrinter
{
    public static IReadOnlyList<TableColumn> Columns { get; } =
    [
        new("Last Seen", Description: "Time since the event was last observed."),
        new("Type", Description: "Normal or Warning."),
        new("Reason", Description: "Why it happened, in one word."),
        new("Object", Description: "What it happened to."),
        new("Subobject", Description: "Part of the object.", Priority: 1),
        new("Source", Description: "Who reported it.", Priority: 1),
        new("Message", Description: "What happened."),
        new("First Seen", Description: "Time since the event was first observed.", Priority: 1),
        new("Count", Description: "How often it happened.", Priority: 1),
        Cells.Name with { Priority = 1 },
    ];

    public static void Write(Event value, TableRowBuilder row)
    {
        var first = Cells.Since(value.FirstTimestamp != default ? value.FirstTimestamp : value.EventTime, row.Now);
        var last = value.Series is { LastObservedTime: var observed } && observed != default ? Cells.Since(observed, row.Now)
            : value.LastTimestamp != default ? Cells.Since(value.LastTimestamp, row.Now)
            : first;
        var kind = value.InvolvedObject.Kind.ToLowerInvariant();
        row.Text(last);
        row.Text(value.Type);
        row.Text(value.Reason);
        row.Text(value.InvolvedObject.Name.Length > 0 ? $"{kind}/{value.InvolvedObject.Name}" : kind);
        row.Text(value.InvolvedObject.FieldPath);
        row.Text(Source(value));
        row.Text(value.Message.Trim());
        row.Text(first);
        row.Number(value.Series?.Count ?? (value.Count > 0 ? value.Count : 1));
        row.Text(value.Metadata.Name);
    }

    private static string Source(Event value)
    {
        var component = value.Source.Component.Length > 0 ? value.Source.Component : value.ReportingComponent;
        var host = value.Source.Host.Length > 0 ? value.Source.Host : value.ReportingInstance;
        return host.Length > 0 ? $"{component}, {host}" : component;
    }
}
