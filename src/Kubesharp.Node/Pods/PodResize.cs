using System.Buffers;
using System.Text;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Node.Pods;

/// <summary>How far a change of a running pod's resources has come, as its conditions tell.</summary>
/// <param name="Pending">That the node has no room for it, now or ever; null when it has.</param>
/// <param name="InProgress">That containers do not have yet what they were given; null when they have.</param>
internal sealed record PodResize(PodCondition? Pending, PodCondition? InProgress)
{
    public const string Deferred = "Deferred";
    public const string Infeasible = "Infeasible";
    private const string Error = "Error";

    /// <summary>Every container has what its definition says.</summary>
    public static PodResize Done { get; } = new(null, null);

    /// <summary>Containers are being given what their definitions say.</summary>
    public static PodResize Started { get; } = new(null, Condition(PodConditionType.PodResizeInProgress, "", ""));

    /// <summary>The conditions of a pod about it; others are left to others.</summary>
    public static bool IsAbout(string conditionType) => conditionType is PodConditionType.PodResizePending or PodConditionType.PodResizeInProgress;

    /// <summary>The state that a pod's conditions tell of.</summary>
    public static PodResize Of(PodStatus status) =>
        new(status.GetCondition(PodConditionType.PodResizePending), status.GetCondition(PodConditionType.PodResizeInProgress));

    /// <summary>A change that has to wait, or never comes.</summary>
    public static PodResize Refused(PodFailure refusal) => new(Condition(PodConditionType.PodResizePending, refusal.Reason, refusal.Message), null);

    /// <summary>A change that the runtime could not make; it is tried again.</summary>
    public static PodResize Failed(string message) => new(null, Condition(PodConditionType.PodResizeInProgress, Error, message));

    /// <summary>Whether both tell the same, whenever they began.</summary>
    public bool Tells(PodResize other) => Same(Pending, other.Pending) && Same(InProgress, other.InProgress);

    /// <summary>The text of an event: what happened, and the resources that the pod is to have.</summary>
    public static string Text(string what, Pod pod, string error = "")
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, ApiJson.WriterOptions))
        {
            json.WriteStartObject();
            WriteContainers(json, "initContainers", pod.Spec.InitContainers);
            WriteContainers(json, "containers", pod.Spec.Containers);
            json.WriteNumber("generation", pod.Metadata.Generation);
            if (error.Length > 0) json.WriteString("error", error);
            json.WriteEndObject();
        }

        return $"Pod resize {what}: {Encoding.UTF8.GetString(buffer.WrittenSpan)}";
    }

    private static void WriteContainers(Utf8JsonWriter json, string list, ValueList<Container> containers)
    {
        if (containers.Count == 0) return;
        json.WriteStartArray(list);
        foreach (var container in containers)
        {
            json.WriteStartObject();
            json.WriteString("name", container.Name);
            json.WritePropertyName("resources");
            container.Resources.WriteJson(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static PodCondition Condition(string type, string reason, string message) =>
        new() { Type = type, Status = ConditionStatus.True, Reason = reason, Message = message };

    private static bool Same(PodCondition? one, PodCondition? other) => (one?.Reason, one?.Message) == (other?.Reason, other?.Message);
}
