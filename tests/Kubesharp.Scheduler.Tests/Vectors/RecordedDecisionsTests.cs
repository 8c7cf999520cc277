using System.Text.Json;
using Xunit.Abstractions;

namespace Kubesharp.Scheduler.Tests.Vectors;

/// <summary>
/// Replays decisions recorded from Kubernetes' own scheduler, and clusters of the same form in which every number and message was worked out by
/// hand from the rules.
/// </summary>
public sealed class RecordedDecisionsTests(ITestOutputHelper output)
{
    private const string Folder = "scheduling-vectors";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Own = Path.Combine(Repository.Root, "tests/Kubesharp.Scheduler.Tests/Vectors/Own");

    /// <summary>What the clusters exercise, by the engine and with every plugin asked about every node.</summary>
    public static TheoryData<string, bool> Topics
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var topic in AllTopics)
            {
                data.Add(topic, false);
                data.Add(topic, true);
            }

            return data;
        }
    }

    /// <summary>The topics known here, whether or not there are recordings, and any others that recordings have.</summary>
    private static IEnumerable<string> AllTopics
    {
        get
        {
            string[] known = ["taints", "affinity", "resources", "ports", "images", "mixed", "interpod", "spread", "defaultspread", "preempt", "volumes", "claims"];
            if (Repository.Reference(Folder) is not { } folder) return known;
            var recorded = new HashSet<string>(known, StringComparer.Ordinal);
            foreach (var file in Directory.GetFiles(folder, "*.json"))
            {
                using var document = JsonDocument.Parse(File.ReadAllBytes(file));
                foreach (var seed in document.RootElement.GetProperty("seeds").EnumerateArray()) recorded.Add(seed.GetProperty("topic").GetString()!);
            }

            return recorded.Order(StringComparer.Ordinal);
        }
    }

    /// <summary>By the engine, and with every plugin asked about every node.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OwnClusters_Replayed_DecideAsWorkedOut(bool exhaustive) => Replay(Own, topic: null, exhaustive);

    [SkippableTheory]
    [MemberData(nameof(Topics))]
    public void RecordedClusters_Replayed_DecideAlike(string topic, bool exhaustive)
    {
        var folder = Repository.Reference(Folder);
        Skip.If(folder is null, $"the folder ../shared/reference/{Folder} does not exist");
        Replay(folder!, topic, exhaustive);
    }

    /// <summary>All of it: API server, queue, effects. Without the topics in which a controller of volumes or claims would have to take part.</summary>
    [Fact]
    public Task OwnClusters_ThroughTheServer_DecideAsWorkedOut() => ReplayThroughServerAsync(Own);

    [SkippableFact]
    public async Task RecordedClusters_ThroughTheServer_DecideAlike()
    {
        var folder = Repository.Reference(Folder);
        Skip.If(folder is null, $"the folder ../shared/reference/{Folder} does not exist");
        await ReplayThroughServerAsync(folder!);
    }

    private async Task ReplayThroughServerAsync(string folder)
    {
        var clusters = 0;
        var differences = new List<string>();
        var decisions = 0;
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
            foreach (var json in document.RootElement.GetProperty("seeds").EnumerateArray())
            {
                var seed = new VectorSeed(json);
                if (seed.Topic is "volumes" or "claims" || json.TryGetProperty("pvs", out _)) continue;
                clusters++;
                var replay = await ServerReplay.RunAsync(seed, Patience);
                decisions += replay.Decisions;
                differences.AddRange(replay.Differences);
            }
        }

        output.WriteLine($"through the server: {clusters} clusters, {decisions} decisions, {differences.Count} differences");
        Assert.True(differences.Count == 0, $"{differences.Count} differences in {decisions} decisions\n{string.Join('\n', differences.Take(25))}");
    }

    private void Replay(string folder, string? topic, bool exhaustive)
    {
        var differences = new List<string>();
        var decisions = 0;
        var seeds = 0;
        var wrong = 0;
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var json in document.RootElement.GetProperty("seeds").EnumerateArray())
            {
                var seed = new VectorSeed(json);
                if (topic is not null && seed.Topic != topic) continue;
                var replay = VectorReplay.Run(seed, exhaustive);
                seeds++;
                decisions += replay.Decisions;
                if (replay.Differences.Count > 0) wrong++;
                differences.AddRange(replay.Differences);
            }
        }

        topic ??= "own";
        output.WriteLine($"{topic}, {(exhaustive ? "every plugin asked about every node" : "by the engine where it can")}: {seeds} clusters, {wrong} with differences, {decisions} decisions, {differences.Count} differences");
        Assert.True(differences.Count == 0, $"{topic}: {differences.Count} differences in {wrong} of {seeds} clusters, {decisions} decisions\n{string.Join('\n', differences.Take(25))}");
    }
}
