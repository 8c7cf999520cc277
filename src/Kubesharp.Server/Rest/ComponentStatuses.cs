using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Strategies;
using Kubesharp.Server.Wire;

namespace Kubesharp.Server.Rest;

/// <summary>The health of the control plane's parts. They all live in this process, so an answer at all means health.</summary>
internal static class ComponentStatuses
{
    private static readonly IReadOnlyList<TableColumn> Columns =
    [
        TableColumn.ObjectName,
        new("Status", Description: "Whether the component is healthy."),
        new("Message", Description: "What the component says of itself."),
        new("Error", Description: "Why it could not be asked."),
    ];

    private static readonly ComponentStatus[] All = [.. ((string[])["controller-manager", "etcd-0", "scheduler"]).Select(name => new ComponentStatus
    {
        Metadata = new ObjectMeta { Name = name },
        Conditions = [new ComponentCondition { Type = "Healthy", Status = "True", Message = "ok" }],
    })];

    public static ValueTask SendAsync(ApiCall call, ServedResource resource, DateTimeOffset now)
    {
        var format = Negotiation.Choose(call.Http.Request, projections: true);
        var isList = call.Info.Verb == "list";
        var found = isList ? All : [.. All.Where(item => item.Metadata.Name == call.Info.Name)];
        if (!isList && found.Length == 0) throw StatusErrors.NotFound(resource.Info.Gvr, call.Info.Name);
        if (format.Projection == Projection.Table)
            return ResponseWriter.WriteJsonAsync(call.Http, format, 200, TableWriter.Encode(format, found, new ListMeta(), now, Columns, (writer, row, value) => WriteRow(writer, row, format, value)));
        return isList
            ? ResponseWriter.WriteAsync(call.Http, format, 200, new ComponentStatusList { Items = found.ToValueList() })
            : ResponseWriter.WriteAsync(call.Http, format, 200, found[0]);
    }

    private static void WriteRow(Utf8JsonWriter writer, TableRowBuilder row, ResponseFormat format, ComponentStatus value)
    {
        var health = value.Conditions.FirstOrDefault(condition => condition.Type == "Healthy");
        writer.WriteStartObject();
        writer.WriteStartArray("cells"u8);
        row.Text(value.Metadata.Name);
        row.Text(health?.Status switch { "True" => "Healthy", "False" => "Unhealthy", _ => "Unknown" });
        row.Text(health?.Message ?? "");
        row.Text(health?.Error ?? "");
        writer.WriteEndArray();
        TableWriter.WriteMetadata(writer, format, value.Metadata);
        writer.WriteEndObject();
    }
}
