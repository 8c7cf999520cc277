using System.Buffers;
using System.Text.Json;
using Kubesharp.Api.Serialization;
using Kubesharp.Scheduler.Cluster;

namespace Kubesharp.Scheduler.Extenders;

/// <summary>What is sent to extenders. Members have the capital letters of upstream's types.</summary>
internal static class ExtenderMessages
{
    public static byte[] Arguments(PodInfo pod, ReadOnlySpan<NodeInfo> nodes, bool namesOnly)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, ApiJson.WriterOptions);
        writer.WriteStartObject();
        writer.WritePropertyName("Pod"u8);
        pod.Pod.WriteJson(writer);
        if (namesOnly)
        {
            writer.WriteNull("Nodes"u8);
            writer.WriteStartArray("NodeNames"u8);
            foreach (var node in nodes) writer.WriteStringValue(node.Name);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStartObject("Nodes"u8);
            writer.WriteStartObject("metadata"u8);
            writer.WriteEndObject();
            writer.WriteStartArray("items"u8);
            foreach (var node in nodes) node.Node.WriteJson(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteNull("NodeNames"u8);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Preemption(PodInfo pod, IReadOnlyList<ExtenderVictims> candidates, bool namesOnly)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, ApiJson.WriterOptions);
        writer.WriteStartObject();
        writer.WritePropertyName("Pod"u8);
        pod.Pod.WriteJson(writer);
        if (namesOnly) writer.WriteNull("NodeNameToVictims"u8);
        writer.WriteStartObject(namesOnly ? "NodeNameToMetaVictims"u8 : "NodeNameToVictims"u8);
        foreach (var candidate in candidates)
        {
            writer.WriteStartObject(candidate.Node.Name);
            writer.WriteStartArray("Pods"u8);
            foreach (var victim in candidate.Pods)
            {
                if (namesOnly)
                {
                    writer.WriteStartObject();
                    writer.WriteString("UID"u8, victim.Pod.Metadata.Uid);
                    writer.WriteEndObject();
                }
                else
                {
                    victim.Pod.WriteJson(writer);
                }
            }

            writer.WriteEndArray();
            writer.WriteNumber("NumPDBViolations"u8, candidate.BudgetViolations);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        if (!namesOnly) writer.WriteNull("NodeNameToMetaVictims"u8);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Binding(PodInfo pod, string node)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer, ApiJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("PodName"u8, pod.Pod.Metadata.Name);
        writer.WriteString("PodNamespace"u8, pod.Pod.Metadata.Namespace);
        writer.WriteString("PodUID"u8, pod.Pod.Metadata.Uid);
        writer.WriteString("Node"u8, node);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
