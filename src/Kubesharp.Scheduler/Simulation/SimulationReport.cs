using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kubesharp.Scheduler.Simulation;

/// <summary>What would happen.</summary>
public sealed record SimulationReport
{
    // Quotes in messages stay readable; the text is never put into HTML.
    private static readonly ReportJson Json = new(new JsonSerializerOptions(ReportJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public string Kind { get; init; } = "SimulationReport";

    public string ApiVersion { get; init; } = "kubesharp.io/v1";

    /// <summary>Number of nodes after the changes.</summary>
    public int Nodes { get; init; }

    /// <summary>Pods that keep their node.</summary>
    public int Unchanged { get; init; }

    /// <summary>Pods that get a node.</summary>
    public IReadOnlyList<SimulatedPod> Placed { get; init; } = [];

    /// <summary>Pods that lose their node and get another one.</summary>
    public IReadOnlyList<SimulatedPod> Moved { get; init; } = [];

    /// <summary>Pods that have no node in the end, with the reason.</summary>
    public IReadOnlyList<SimulatedPod> Pending { get; init; } = [];

    /// <summary>Pods that end and that nobody makes again.</summary>
    public IReadOnlyList<SimulatedPod> Lost { get; init; } = [];

    /// <summary>What else to know, such as budgets that would not let nodes be drained at once.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The report as JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json.SimulationReport);

    /// <summary>The report for people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Placed.Count} placed, {Moved.Count} moved, {Pending.Count} pending, {Lost.Count} lost, {Unchanged} unchanged on {Nodes} nodes\n");
        Section("PLACED", Placed, static pod => pod.PreemptedBy is null ? $"-> {pod.Node}" : $"-> {pod.Node} (made again)");
        Section("MOVED", Moved, static pod => $"{pod.From} -> {pod.Node}{By(pod)}");
        Section("PENDING", Pending, static pod => $"{(pod.From is null ? "" : $"{pod.From} -> nowhere{By(pod)}: ")}{pod.Message}");
        Section("LOST", Lost, static pod => $"{pod.From}{By(pod)}: {pod.Message}");
        foreach (var warning in Warnings) text.Append("\nwarning: ").Append(warning);
        if (Warnings.Count > 0) text.Append('\n');
        return text.ToString();

        static string By(SimulatedPod pod) => pod.PreemptedBy is null ? "" : $" (preempted by {pod.PreemptedBy})";

        void Section(string title, IReadOnlyList<SimulatedPod> pods, Func<SimulatedPod, string> describe)
        {
            if (pods.Count == 0) return;
            text.Append('\n').Append(title).Append('\n');
            var width = pods.Max(pod => pod.Pod.Length);
            foreach (var pod in pods) text.Append("  ").Append(pod.Pod.PadRight(width)).Append("  ").Append(describe(pod)).Append('\n');
        }
    }
}

/// <summary>A pod and what becomes of it.</summary>
/// <param name="Pod">Namespace and name; a pod that is made again keeps the name here.</param>
/// <param name="From">Node it had before, if any.</param>
/// <param name="Node">Node it has then, if any.</param>
/// <param name="Message">Why it has none.</param>
/// <param name="PreemptedBy">Pod that it has to make room for.</param>
public sealed record SimulatedPod(string Pod, string? From = null, string? Node = null, string? Message = null, string? PreemptedBy = null);

/// <summary>Writes reports.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SimulationReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
