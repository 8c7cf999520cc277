using System.Buffers.Text;
using System.Net;
using System.Text;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Bench.Load;
using Kubesharp.Client;

namespace Kubesharp.Bench.Scheduler;

/// <summary>
/// Creates pods over HTTPS for as little processor time as can be had, since that time is not what is measured: bodies that are written once
/// for each shape of pod, and answers that are not decoded. All clients share one connection, as those of one Go process do.
/// </summary>
internal sealed class PodLoad : IAsyncDisposable
{
    private const string Digits = "000000";

    private readonly LoadConnection _connection;
    private readonly Wire _wire;

    private PodLoad(LoadConnection connection, Wire wire)
    {
        _connection = connection;
        _wire = wire;
    }

    public static async Task<PodLoad> OpenAsync(IPEndPoint server, ClientConfig config, Wire wire, CancellationToken cancellationToken)
    {
        var target = new Target(server, config.ClientCertificates![0]);
        return new PodLoad(await LoadConnection.OpenAsync(target, cancellationToken, MediaTypeOf(wire)), wire);
    }

    /// <summary>Creates the pods of a batch, named by a prefix and their number.</summary>
    public Task CreateAsync(Batch batch, string prefix, int clients, CancellationToken cancellationToken)
    {
        var path = Encoding.ASCII.GetBytes($"/api/v1/namespaces/{batch.Namespace}/pods");
        var body = Encode(batch.Shape.Pod(batch.Namespace, prefix, 0));
        var number = body.AsSpan().IndexOf(Encoding.ASCII.GetBytes(prefix + batch.Shape.Prefix + Digits)) + prefix.Length + batch.Shape.Prefix.Length;
        var next = 0;
        return _connection.SendManyAsync(clients, 201, Next, cancellationToken);

        LoadRequest? Next()
        {
            if (next == batch.Count) return null;
            Utf8Formatter.TryFormat(next++, body.AsSpan(number, Digits.Length), out _, new('D', (byte)Digits.Length));
            return new LoadRequest("POST", path, MediaTypeOf(_wire), body);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static string MediaTypeOf(Wire wire) => wire == Wire.Json ? MediaTypes.Json : MediaTypes.Protobuf;

    private byte[] Encode(Pod pod) => _wire == Wire.Json ? ApiJson.Encode(pod) : ApiProtobuf.Encode(pod);
}
