using System.Text;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Api.Tests.Serialization;

/// <summary>Reading with another state of the object at hand gives what reading without it gives, and shares what has the same text.</summary>
public sealed class KnownStateTests
{
    private const string Known = """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","namespace":"b","uid":"c","labels":{"x":"y","z":"}"},"ownerReferences":[{"apiVersion":"v1","kind":"K","name":"n","uid":"u"}],"managedFields":[{"manager":"m","operation":"Update","apiVersion":"v1","fieldsV1":{"f:spec":{}}}]},"spec":{"containers":[{"name":"c","image":"i","resources":{}}],"nodeName":"n"},"status":{"phase":"Running"}}
        """;

    [Fact]
    public void SharesWhatHasTheSameText()
    {
        var known = ApiJson.Decode<Pod>(Encoding.UTF8.GetBytes(Known));
        var value = Decode(Known.Replace("\"uid\":\"c\"", "\"uid\":\"c\",\"resourceVersion\":\"7\",\"annotations\":{\"k\":\"v\"}", StringComparison.Ordinal), known);
        Assert.Same(known.Spec, value.Spec);
        Assert.Same(known.Status, value.Status);
        Assert.Same(known.Metadata.ManagedFields[0], value.Metadata.ManagedFields[0]);
        Assert.Same(known.Metadata.OwnerReferences[0], value.Metadata.OwnerReferences[0]);
        Assert.Equal("7", value.Metadata.ResourceVersion);
        Assert.Equal("v", value.Metadata.Annotations["k"]);
    }

    [Fact]
    public void SharesMetadataAsAWhole()
    {
        var known = ApiJson.Decode<Pod>(Encoding.UTF8.GetBytes(Known));
        var value = Decode(Known.Replace("Running", "Failed", StringComparison.Ordinal), known);
        Assert.Same(known.Metadata, value.Metadata);
        Assert.Same(known.Spec, value.Spec);
        Assert.Equal("Failed", value.Status.Phase);
    }

    [Theory]
    [InlineData("\"name\":\"a\"", "\"name\":\"aa\"")]
    [InlineData("\"namespace\":\"b\",", "")]
    [InlineData("\"x\":\"y\"", "\"x\":\"yy\"")]
    [InlineData("\"z\":\"}\"", "\"z\":\"}}\"")]
    [InlineData("\"labels\":{\"x\":\"y\",\"z\":\"}\"},", "")]
    [InlineData("\"labels\":{\"x\":\"y\",\"z\":\"}\"}", "\"labels\":null")]
    [InlineData("\"manager\":\"m\"", "\"manager\":\"n\"")]
    [InlineData("\"image\":\"i\"", "\"image\":\"j\"")]
    [InlineData("\"resources\":{}", "\"resources\":{\"limits\":{\"cpu\":\"1\"}}")]
    [InlineData("\"status\":{\"phase\":\"Running\"}", "\"status\":null")]
    [InlineData(",\"status\":{\"phase\":\"Running\"}", "")]
    [InlineData("\"spec\":", "\"spec\":{},\"spec\":")]
    [InlineData("\"metadata\":", "\"metadata\":{},\"metadata\":")]
    [InlineData("\"spec\":{", "\"spec\":{ ")]
    public void ReadsAChangeAsWithoutIt(string old, string changed)
    {
        Assert.Contains(old, Known, StringComparison.Ordinal);
        ReadsAsWithoutIt(Known.Replace(old, changed, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"metadata\":null,\"spec\":null}")]
    [InlineData("{\"status\":{\"phase\":\"Running\"},\"spec\":{\"containers\":[],\"nodeName\":\"n\"},\"metadata\":{\"labels\":{\"x\":\"y\",\"z\":\"}\"},\"name\":\"a\"},\"kind\":\"Pod\"}")]
    public void ReadsAnotherFormAsWithoutIt(string text) => ReadsAsWithoutIt(text);

    [Fact]
    public void ReportsWhatItReportsWithoutIt()
    {
        var known = ApiJson.Decode<Pod>(Encoding.UTF8.GetBytes(Known));
        var text = Known.Replace("\"image\"", "\"imagee\":\"i\",\"image\":\"j\",\"image\"", StringComparison.Ordinal).Replace("\"name\":\"a\"", "\"name\":\"a\",\"nam\":{}", StringComparison.Ordinal);
        var problems = new DecodeProblems();
        ApiJson.Decode(Encoding.UTF8.GetBytes(text), problems, known, Encoding.UTF8.GetBytes(Known));
        Assert.Equal(["unknown field \"metadata.nam\"", "unknown field \"spec.containers[0].imagee\"", "duplicate field \"spec.containers[0].image\""], problems.Messages);
    }

    private static void ReadsAsWithoutIt(string text)
    {
        var json = Encoding.UTF8.GetBytes(text);
        var value = Decode(text, ApiJson.Decode<Pod>(Encoding.UTF8.GetBytes(Known)));
        Assert.Equal(Encoding.UTF8.GetString(ApiJson.Encode(ApiJson.Decode<Pod>(json))), Encoding.UTF8.GetString(ApiJson.Encode(value)));
    }

    private static Pod Decode(string json, Pod known) => ApiJson.Decode(Encoding.UTF8.GetBytes(json), null, known, Encoding.UTF8.GetBytes(Known));
}
