using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Api.Tests;

/// <summary>The event of a watch has no kind of its own in JSON, so the other vectors do not cover it.</summary>
public class WatchEventVectorTests
{
    private const string Json = """{"type":"ADDED","object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"}}}""";

    [Fact]
    public void OwnVector_DecodesAndEncodes_ByteForByte()
    {
        var content = System.Text.Encoding.UTF8.GetBytes(Json[25..^1]);
        Check(System.Text.Encoding.UTF8.GetBytes(Json), [0x0a, 5, .. "ADDED"u8, 0x12, (byte)(content.Length + 2), 0x0a, (byte)content.Length, .. content]);
    }

    [SkippableFact]
    public void ReferenceVector_DecodesAndEncodes_ByteForByte()
    {
        var file = Repository.Reference("api/roundtrip/core.v1.WatchEvent.json");
        Skip.If(file is null, "the reference folder with the golden vectors is not beside this checkout");
        ApiProtobuf.Open(File.ReadAllBytes(Path.ChangeExtension(file!, ".pb")), out var message);
        Check(JsonText.Compact(File.ReadAllBytes(file!)), message.ToArray());
    }

    private static void Check(byte[] json, byte[] message)
    {
        var fromJson = ApiJson.Decode<WatchEvent>(json);
        Assert.Equal(System.Text.Encoding.UTF8.GetString(json), System.Text.Encoding.UTF8.GetString(ApiJson.EncodeValue(fromJson)));
        var reader = new ProtobufReader(message);
        var fromProtobuf = WatchEvent.ReadProtobuf(ref reader);
        Assert.Equal(fromJson, fromProtobuf);
        var writer = new ProtobufWriter(256);
        fromJson.WriteProtobuf(ref writer);
        Assert.Equal(Convert.ToHexString(message), Convert.ToHexString(writer.Result));
        writer.Dispose();
    }
}
