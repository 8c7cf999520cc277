using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.FlowControl.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Server.Bootstrap;

/// <summary>The priority levels and flow schemas every cluster starts with, from the table in <c>default-flowcontrol.json</c>.</summary>
internal static class FlowControlObjects
{
    public static IReadOnlyList<PriorityLevelConfiguration> PriorityLevels() => Read<PriorityLevelConfiguration>("priorityLevels");

    public static IReadOnlyList<FlowSchema> FlowSchemas() => Read<FlowSchema>("flowSchemas");

    private static List<T> Read<T>(string name)
        where T : class, IApiType<T>
    {
        using var stream = typeof(FlowControlObjects).Assembly.GetManifestResourceStream("default-flowcontrol.json")
            ?? throw new InvalidOperationException("default-flowcontrol.json is not embedded");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty(name).EnumerateArray().Select(e => ApiJson.Decode<T>(System.Text.Encoding.UTF8.GetBytes(e.GetRawText()))).ToList();
    }
}
