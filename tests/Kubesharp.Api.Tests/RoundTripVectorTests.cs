using System.Text.Json;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Api.Tests;

/// <summary>Golden vectors: each object in JSON and protobuf must decode and encode again byte for byte, and each form must give the other.</summary>
public class RoundTripVectorTests
{
    [SkippableFact]
    public void ReferenceVectors_DecodeAndEncode_ByteForByte()
    {
        var folder = Repository.Reference("api/roundtrip");
        Skip.If(folder is null, "the reference folder with the golden vectors is not beside this checkout");
        var failures = new List<string>();
        var tried = 0;
        foreach (var file in Directory.EnumerateFiles(folder!, "*.json").Order(StringComparer.Ordinal))
        {
            var json = JsonText.Compact(File.ReadAllBytes(file));
            if (Codec(json) is not { } codec) continue;
            tried++;
            Check(Path.GetFileName(file), codec, json, File.ReadAllBytes(Path.ChangeExtension(file, ".pb")), failures);
        }

        Assert.Empty(failures);
        Assert.True(tried >= 90, $"only {tried} vectors have a known kind");
    }

    [Theory]
    [MemberData(nameof(OwnVectors))]
    public void OwnVectors_DecodeAndEncode_ByteForByte(string name)
    {
        var path = Path.Combine(Repository.Root, "tests/Kubesharp.Api.Tests/Vectors", name);
        var json = JsonText.Compact(File.ReadAllBytes(path));
        var protobuf = Convert.FromHexString(File.ReadAllText(Path.ChangeExtension(path, ".pb.hex")).ReplaceLineEndings(""));
        var codec = Codec(json);
        Assert.NotNull(codec);
        var failures = new List<string>();
        Check(name, codec, json, protobuf, failures);
        Assert.Empty(failures);
    }

    public static TheoryData<string> OwnVectors() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests/Kubesharp.Api.Tests/Vectors"), "*.json").Select(path => Path.GetFileName(path)!)];

    private static KindCodec? Codec(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("kind", out var kind) ? KindTable.Find(document.RootElement.GetProperty("apiVersion").GetString()!, kind.GetString()!) : null;
    }

    private static void Check(string name, KindCodec codec, byte[] json, byte[] protobuf, List<string> failures)
    {
        try
        {
            var problems = new DecodeProblems();
            var fromJson = codec.FromJson(json, problems);
            ApiProtobuf.Open(protobuf, out var message);
            var fromProtobuf = codec.FromProtobuf(message);
            if (problems.Messages.Count > 0) failures.Add($"{name}: {string.Join(", ", problems.Messages)}");
            if (!codec.ToJson(fromJson).AsSpan().SequenceEqual(json)) failures.Add($"{name}: JSON to JSON {Difference(json, codec.ToJson(fromJson))}");
            if (!codec.ToProtobuf(fromJson).AsSpan().SequenceEqual(protobuf)) failures.Add($"{name}: JSON to protobuf");
            if (!codec.ToJson(fromProtobuf).AsSpan().SequenceEqual(json)) failures.Add($"{name}: protobuf to JSON {Difference(json, codec.ToJson(fromProtobuf))}");
            if (!codec.ToProtobuf(fromProtobuf).AsSpan().SequenceEqual(protobuf)) failures.Add($"{name}: protobuf to protobuf");
        }
        catch (Exception e) when (e is DecodeException or JsonException)
        {
            failures.Add($"{name}: {e.Message}");
        }
    }

    private static string Difference(byte[] expected, byte[] actual)
    {
        var at = expected.AsSpan().CommonPrefixLength(actual);
        var from = Math.Max(0, at - 60);
        return $"at {at}: expected {Text(expected)}, was {Text(actual)}";

        string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes.AsSpan(Math.Min(from, bytes.Length), Math.Min(120, bytes.Length - Math.Min(from, bytes.Length))));
    }
}
