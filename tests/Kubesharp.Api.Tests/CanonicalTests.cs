using System.Text.Json;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Api.Tests;

/// <summary>
/// A server that is handed a record keeps it beside the JSON it stores. Both must be the same to everybody who reads later: what
/// <see cref="IApiType{TSelf}.IsCanonical"/> lets pass has to come back from its JSON to the last bit.
/// </summary>
public class CanonicalTests
{
    [SkippableFact]
    public void ReferenceVectors_AnyValueSpoiled_CanonicalFormIsWhatItsJsonGives()
    {
        var folder = Repository.Reference("api/roundtrip");
        Skip.If(folder is null, "the reference folder with the golden vectors is not beside this checkout");
        var tried = Directory.EnumerateFiles(folder!, "*.json").Order(StringComparer.Ordinal).Sum(Check);
        Assert.True(tried > 5_000, $"only {tried} values were spoiled");
    }

    [Theory]
    [MemberData(nameof(RoundTripVectorTests.OwnVectors), MemberType = typeof(RoundTripVectorTests))]
    public void OwnVectors_AnyValueSpoiled_CanonicalFormIsWhatItsJsonGives(string name) =>
        Assert.True(Check(Path.Combine(Repository.Root, "tests/Kubesharp.Api.Tests/Vectors", name)) > 0);

    private static int Check(string file)
    {
        var json = JsonText.Compact(File.ReadAllBytes(file));
        using var document = JsonDocument.Parse(json);
        if (!document.RootElement.TryGetProperty("kind", out var kind)) return 0;
        if (KindTable.Find(document.RootElement.GetProperty("apiVersion").GetString()!, kind.GetString()!) is not { } codec) return 0;
        var value = codec.FromJson(json);
        Assert.True(Canonical(value, json) == value, $"{Path.GetFileName(file)}: what was decoded must pass as it is");
        var tried = 0;
        foreach (var (path, spoiled) in SpoiledRecords.Of(value))
        {
            tried++;
            var written = ((IKind)spoiled).ToJson();
            var difference = SpoiledRecords.Difference(codec.FromJson(written), Canonical((IKind)spoiled, written));
            Assert.True(difference is null, $"{Path.GetFileName(file)}: {path} spoiled, differs at {difference}");
        }

        return tried;
    }

    private static IKind Canonical(IKind value, byte[] json) => (IKind)typeof(CanonicalTests)
        .GetMethod(nameof(CanonicalOf), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
        .MakeGenericMethod(value.GetType())
        .Invoke(null, [value, json])!;

    private static T CanonicalOf<T>(T value, byte[] json)
        where T : class, IKind<T> => Kubesharp.Api.Serialization.Canonical.Of(value, json);
}
