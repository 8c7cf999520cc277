using System.Text;
using System.Text.Json;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Api.Storage.V1;

namespace Kubesharp.Scheduler.Tests.Vectors;

/// <summary>One recorded cluster, and how its parts become API objects.</summary>
public sealed class VectorSeed(JsonElement seed)
{
    public JsonElement Json { get; } = seed;

    public int Number => Json.GetProperty("seed").GetInt32();

    public string Topic => Json.GetProperty("topic").GetString()!;

    public IEnumerable<JsonElement> Items(string property) => Json.TryGetProperty(property, out var items) ? items.EnumerateArray() : [];

    public IEnumerable<JsonProperty> Entries(string property) => Json.TryGetProperty(property, out var items) ? items.EnumerateObject() : [];

    public static Node Node(JsonElement value) => ApiJson.Decode<Node>(Build(writer =>
    {
        Metadata(writer, value);
        writer.WriteStartObject("spec");
        Copy(writer, value, "taints");
        Copy(writer, value, "unschedulable");
        writer.WriteEndObject();
        writer.WriteStartObject("status");
        Copy(writer, value, "allocatable");
        Copy(writer, value, "images");
        Copy(writer, value, "declaredFeatures");
        writer.WriteEndObject();
    }));

    /// <summary>A pod as the server stored it: with defaults, and the fields of <paramref name="stored"/> in place of its own.</summary>
    public static Pod Pod(JsonElement value, JsonElement? stored, string startTime, DateTimeOffset created, string node = "")
    {
        var pod = ApiJson.Decode<Pod>(Build(writer =>
        {
            Metadata(writer, value);
            writer.WriteStartObject("spec");
            foreach (var field in value.GetProperty("spec").EnumerateObject())
            {
                if (stored is not { } changed || !changed.TryGetProperty(field.Name, out _)) field.WriteTo(writer);
            }

            if (stored is { } other)
            {
                foreach (var field in other.EnumerateObject()) field.WriteTo(writer);
            }

            writer.WriteEndObject();
            writer.WriteStartObject("status");
            if (startTime.Length > 0) writer.WriteString("startTime", startTime);
            writer.WriteEndObject();
        }));
        var spec = pod.Spec with
        {
            SchedulerName = SchedulerOptions.DefaultSchedulerName,
            Containers = Defaulted(pod.Spec.Containers),
            InitContainers = Defaulted(pod.Spec.InitContainers),
            Resources = pod.Spec.Resources is { } whole ? Defaulted(whole, pod) : null,
            NodeName = node.Length > 0 ? node : pod.Spec.NodeName,
            Affinity = stored is null && pod.Spec.Affinity is { } affinity ? LabelKeys.Merge(affinity, pod.Metadata.Labels) : pod.Spec.Affinity,
        };
        var metadata = pod.Metadata with { Uid = $"uid-{pod.Metadata.Namespace}-{pod.Metadata.Name}", CreationTimestamp = created };
        return pod with { Metadata = metadata, Spec = spec };
    }

    public static T Object<T>(JsonElement value)
        where T : class, Kubesharp.Api.IKind<T> => ApiJson.Decode<T>(Build(writer =>
    {
        Metadata(writer, value);
        foreach (var field in value.EnumerateObject())
        {
            if (field.Name is not ("name" or "namespace" or "labels" or "uid" or "selector" or "disruptionsAllowed" or "bound" or "drivers")) field.WriteTo(writer);
        }

        writer.WriteStartObject(typeof(T) == typeof(PersistentVolumeClaim) || typeof(T) == typeof(PersistentVolume) || typeof(T) == typeof(StorageClass) || typeof(T) == typeof(CSIStorageCapacity) ? "unused" : "spec");
        Copy(writer, value, "selector");
        Copy(writer, value, "drivers");
        writer.WriteEndObject();
        writer.WriteStartObject("status");
        Copy(writer, value, "disruptionsAllowed");
        writer.WriteEndObject();
    }));

    public static StorageClass StorageClass(JsonProperty entry) => Object<StorageClass>(entry.Value) with
    {
        Metadata = Kubesharp.Api.Meta.V1.ObjectMeta.Empty with { Name = entry.Name },
    };

    private static Kubesharp.Api.ValueList<Container> Defaulted(Kubesharp.Api.ValueList<Container> containers) =>
        Kubesharp.Api.ValueList.ToValueList(containers.Select(container => container with { Resources = Defaulted(container.Resources) }));

    private static ResourceRequirements Defaulted(ResourceRequirements resources)
    {
        var requests = resources.Requests;
        foreach (var (name, limit) in resources.Limits)
        {
            if (!requests.ContainsKey(name)) requests = requests.Set(name, limit);
        }

        return resources with { Requests = requests };
    }

    /// <summary>Requests of the pod as a whole come from its containers where they all have some, otherwise from the limits of the whole.</summary>
    private static ResourceRequirements Defaulted(ResourceRequirements whole, Pod pod)
    {
        var containers = pod with { Spec = pod.Spec with { Resources = null, Overhead = [], Containers = Defaulted(pod.Spec.Containers), InitContainers = Defaulted(pod.Spec.InitContainers) } };
        var sums = containers.GetResourceRequests();
        var requests = whole.Requests;
        foreach (var (name, amount) in sums)
        {
            if (!requests.ContainsKey(name) && PodResourceExtensions.IsPodLevelResource(name)) requests = requests.Set(name, amount);
        }

        foreach (var (name, limit) in whole.Limits)
        {
            if (!requests.ContainsKey(name)) requests = requests.Set(name, limit);
        }

        return whole with { Requests = requests };
    }

    private static void Metadata(Utf8JsonWriter writer, JsonElement value)
    {
        writer.WriteStartObject("metadata");
        Copy(writer, value, "name");
        Copy(writer, value, "namespace");
        Copy(writer, value, "labels");
        Copy(writer, value, "uid");
        Copy(writer, value, "ownerReferences");
        writer.WriteEndObject();
    }

    private static void Copy(Utf8JsonWriter writer, JsonElement value, string name)
    {
        if (!value.TryGetProperty(name, out var field)) return;
        writer.WritePropertyName(name);
        field.WriteTo(writer);
    }

    private static byte[] Build(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
