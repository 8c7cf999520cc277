using System.IO.Compression;
using System.Net;
using Kubesharp.Server.Tests.Hosting;

namespace Kubesharp.Server.Tests.Rest;

[Collection(ServerTests.Name)]
public sealed class CompressionTests(RunningServer server)
{
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";

    [Theory]
    [InlineData("", "gzip", "application/json", true)]
    [InlineData("", "deflate, gzip", "application/json", true)]
    [InlineData("?includeObject=Object", "gzip", Table, true)]
    [InlineData("/a", "gzip", "application/json", true)]
    [InlineData("", "gzip", "application/vnd.kubernetes.protobuf", true)]
    [InlineData("", "identity", "application/json", false)]
    [InlineData("?fieldSelector=metadata.name=small", "gzip", "application/json", false)]
    [InlineData("/small", "gzip", "application/json", false)]
    public async Task Get_LargeAnswer_IsCompressedWhereAccepted(string query, string encodings, string accept, bool expected)
    {
        var path = $"/api/v1/namespaces/{await server.NewNamespaceAsync()}/configmaps";
        await server.CreateAsync(path, $$$"""{"metadata":{"name":"a"},"data":{"k":"{{{new string('x', 140_000)}}}"}}""");
        await server.CreateAsync(path, """{"metadata":{"name":"small"}}""");
        var plain = await ReadAsync(path + query, accept, null);
        var asked = await ReadAsync(path + query, accept, encodings);
        Assert.False(plain.IsCompressed);
        Assert.Equal(expected, asked.IsCompressed);
        if (accept != Table) Assert.Equal(plain.Body, asked.Body);
        Assert.Equal(asked.IsCompressed, asked.Length < plain.Body.Length / 10);
    }

    private async Task<(bool IsCompressed, int Length, byte[] Body)> ReadAsync(string path, string accept, string? encodings)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (encodings is not null) request.Headers.TryAddWithoutValidation("Accept-Encoding", encodings);
        using var answer = await server.Admin.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (!answer.Content.Headers.ContentEncoding.Contains("gzip")) return (false, bytes.Length, bytes);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        await using var stream = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var body = new MemoryStream();
        await stream.CopyToAsync(body);
        return (true, bytes.Length, body.ToArray());
    }
}
