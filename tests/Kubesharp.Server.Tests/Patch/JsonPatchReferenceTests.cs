using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kubesharp.Api;
using Kubesharp.Server.Patch;
using Xunit.Abstractions;

namespace Kubesharp.Server.Tests.Patch;

/// <summary>The cases of the public JSON patch test suite, where the reference folder is present.</summary>
public sealed class JsonPatchReferenceTests(ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData("tests.json")]
    [InlineData("spec_tests.json")]
    public void Apply_CasesOfTheSuite_GiveWhatTheSuiteExpects(string file)
    {
        var folder = ReferenceFolder.Find("json-patch");
        Skip.If(folder is null, "no ../shared/reference/json-patch beside the repository");
        var failures = new List<string>();
        var run = 0;
        foreach (var node in JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!.AsArray())
        {
            var test = node!.AsObject();
            if (test["patch"] is null || test["disabled"]?.GetValue<bool>() == true) continue;

            // Kubernetes counts negative indices from the end; the suite wants them refused.
            if (test["patch"]!.ToJsonString().Contains("/-1\"", StringComparison.Ordinal)) continue;
            run++;
            if (Check(test) is { } failure) failures.Add(failure);
        }

        output.WriteLine($"{file}: {run} cases");
        Assert.True(run > 10);
        Assert.Empty(failures);
    }

    private static string? Check(JsonObject test)
    {
        var name = test["comment"]?.ToString() ?? test["patch"]!.ToJsonString();
        string result;
        try
        {
            result = Encoding.UTF8.GetString(new PatchEngine().Apply(PatchType.Json, null, Utf8(test["doc"]), Utf8(test["patch"])));
        }
        catch (StatusException e)
        {
            return test.ContainsKey("error") ? null : $"{name}: {e.InnerException?.Message ?? e.Message}";
        }

        if (test.ContainsKey("error")) return $"{name}: expected an error, got {result}";
        if (!test.ContainsKey("expected")) return null;
        using var actual = JsonTape.Parse(Encoding.UTF8.GetBytes(result));
        using var expected = JsonTape.Parse(Utf8(test["expected"]));
        return JsonTree.From(actual).SameAs(JsonTree.From(expected)) ? null : $"{name}: got {result}";
    }

    private static byte[] Utf8(JsonNode? node) => JsonSerializer.SerializeToUtf8Bytes(node);
}
