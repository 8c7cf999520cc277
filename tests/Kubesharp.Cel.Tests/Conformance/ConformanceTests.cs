using System.Text.Json;
using Xunit.Abstractions;

namespace Kubesharp.Cel.Tests.Conformance;

/// <summary>The conformance cases of the language, as far as they apply to Kubernetes.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    private const string Folder = "cel";

    /// <summary>Files with cases; the libraries math, encoders, bindings and block are not part of Kubernetes.</summary>
    public static TheoryData<string> Files =>
    [
        "basic", "comparisons", "conversions", "dynamic", "fields", "fp_math", "integer_math", "lists", "logic", "macros", "macros2", "namespace", "network_ext", "optionals", "parse",
        "plumbing", "string", "string_ext", "timestamps", "type_deduction",
    ];

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void ConformanceCases_Evaluated_AgreeExceptForKnownDepartures(string file)
    {
        var folder = Repository.Reference(Folder);
        Skip.If(folder is null, $"the folder ../shared/reference/{Folder} does not exist");
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder!, file + ".json")));
        var differences = new List<string>();
        var agreed = 0;
        var notApplicable = 0;
        foreach (var section in document.RootElement.GetProperty("sections").EnumerateArray())
        {
            var name = $"{file}/{section.GetProperty("name").GetString()}";
            foreach (var test in section.GetProperty("tests").EnumerateArray())
            {
                var one = new ConformanceCase(name, test);
                if (one.NotApplicable is not null) notApplicable++;
                else if (one.Run() is { } difference && KnownDepartures.ReasonFor(one.Name) is null) differences.Add($"{one.Name}: {one.Source}: {difference}");
                else agreed++;
            }
        }

        output.WriteLine($"{file}: {agreed} agree, {differences.Count} differ, {notApplicable} do not apply");
        Assert.True(differences.Count == 0, $"{file}: {agreed} agree, {differences.Count} differ\n{string.Join('\n', differences.Take(60))}");
    }
}
