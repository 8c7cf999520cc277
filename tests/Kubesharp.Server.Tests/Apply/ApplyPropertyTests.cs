using System.Text.Json.Nodes;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Server.Tests.Apply;

/// <summary>What must hold of server-side apply whatever is applied, on random pods from a seed.</summary>
public sealed class ApplyPropertyTests
{
    public static TheoryData<int> Seeds => [1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Apply_Forced_GivesEveryAppliedFieldItsValue(int seed) => Run(seed, (state, config, where) =>
        Assert.True(Covers(Parse(state.Json), config), $"{where}: {config.ToJsonString()} is not in {state.Json}"));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Apply_Again_ChangesNothing(int seed) => Run(seed, (state, config, where) =>
    {
        var (json, managers) = (state.Json, state.Managers);
        state.Now += TimeSpan.FromMinutes(1);
        state.Apply("m0", Text(config), force: true);
        Assert.True(JsonNode.DeepEquals(Parse(json), Parse(state.Json)), $"{where}: {json} became {state.Json}");
        Assert.Equal(managers, state.Managers);
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Apply_OfNothingByEverybody_LeavesNothing(int seed)
    {
        const string nothing = "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p'}}";
        Run(seed, (state, _, where) =>
        {
            foreach (var manager in (string[])["m0", "m1", "m2"]) state.Apply(manager, nothing, force: true);
            Assert.True(state.Managers.Count == 0, $"{where}: {string.Join('\n', state.Owners)}");
            var left = Parse(state.Json).AsObject();
            left["metadata"]!.AsObject().Remove("name");
            Assert.True(!Leaves(left["metadata"]).Concat(Leaves(left["spec"])).Any(), $"{where}: {state.Json}");
        });
    }

    // Several managers apply in turns; the last to apply is m0.
    private static void Run(int seed, Action<AppliedState, JsonNode, string> check)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var state = new AppliedState(Pod.Schema, "v1");
            for (var i = random.Next(5); i > 0; i--) state.Apply($"m{random.Next(3)}", Text(RandomPod(random)), force: true);
            var config = RandomPod(random);
            state.Apply("m0", Text(config), force: true);
            check(state, config, $"seed {seed}, round {round}");
        }
    }

    private static JsonNode RandomPod(Random random)
    {
        var metadata = new JsonObject { ["name"] = "p" };
        if (random.Next(2) == 0) metadata["labels"] = Map(random);
        if (random.Next(3) == 0) metadata["finalizers"] = new JsonArray([.. Pick(random, "x/a", "x/b", "x/c").Select(f => (JsonNode)f)]);
        var spec = new JsonObject();
        if (random.Next(3) > 0) spec["containers"] = new JsonArray([.. Pick(random, "a", "b", "c").Select(name => Container(random, name))]);
        if (random.Next(3) == 0) spec["nodeSelector"] = Map(random);
        if (random.Next(3) == 0) spec["tolerations"] = new JsonArray(new JsonObject { ["key"] = $"k{random.Next(3)}" });
        if (random.Next(3) == 0) spec["hostNetwork"] = random.Next(2) == 0;
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = metadata, ["spec"] = spec };
    }

    private static JsonNode Container(Random random, string name)
    {
        var container = new JsonObject { ["name"] = name };
        if (random.Next(2) == 0) container["image"] = $"i{random.Next(3)}";
        if (random.Next(3) == 0) container["args"] = new JsonArray($"{random.Next(3)}");
        if (random.Next(3) == 0) container["ports"] = new JsonArray([.. Pick(random, "80", "443").Select(port => (JsonNode)new JsonObject { ["containerPort"] = int.Parse(port), ["name"] = $"n{random.Next(2)}" })]);
        if (random.Next(3) == 0) container["env"] = new JsonArray([.. Pick(random, "A", "B").Select(env => (JsonNode)new JsonObject { ["name"] = env, ["value"] = $"{random.Next(2)}" })]);
        return container;
    }

    private static JsonObject Map(Random random)
    {
        var map = new JsonObject();
        foreach (var key in Pick(random, "x", "y", "z")) map[key] = $"{random.Next(2)}";
        return map;
    }

    private static List<string> Pick(Random random, params string[] from)
    {
        var picked = from.Where(_ => random.Next(2) == 0).ToArray();
        random.Shuffle(picked);
        return picked.Length == 0 ? [from[0]] : [.. picked];
    }

    // Whether every value of a part is in the whole: list items by their first member, scalars in sets by value, other lists whole.
    private static bool Covers(JsonNode? whole, JsonNode? part) => (whole, part) switch
    {
        (JsonObject w, JsonObject p) => p.All(m => Covers(w[m.Key], m.Value)),
        (JsonArray w, JsonArray p) when p.All(i => i is JsonObject o && (o.ContainsKey("name") || o.ContainsKey("containerPort"))) =>
            p.All(i => w.Any(j => Key(j!) == Key(i!) && Covers(j, i))),
        (JsonArray w, JsonArray p) when p.All(i => i!.ToJsonString().StartsWith("\"x/", StringComparison.Ordinal)) => p.All(i => w.Any(j => JsonNode.DeepEquals(i, j))),
        _ => JsonNode.DeepEquals(whole, part),
    };

    private static string Key(JsonNode item) => (item["containerPort"] ?? item["name"])!.ToJsonString();

    private static IEnumerable<JsonNode> Leaves(JsonNode? node) => node switch
    {
        null => [],
        JsonObject o => o.SelectMany(m => Leaves(m.Value)),
        JsonArray a => a.SelectMany(Leaves),
        _ => [node],
    };

    private static JsonNode Parse(string text) => JsonNode.Parse(text.Replace('\'', '"'))!;

    private static string Text(JsonNode node) => node.ToJsonString().Replace('"', '\'');
}
