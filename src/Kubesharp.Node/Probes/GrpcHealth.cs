using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Kubesharp.Api;

namespace Kubesharp.Node.Probes;

/// <summary>The health check protocol of gRPC, without encryption.</summary>
internal static class GrpcHealth
{
    private const int FrameHeader = 5;
    private const string Serving = "SERVING";
    private static readonly string[] States = ["UNKNOWN", Serving, "NOT_SERVING", "SERVICE_UNKNOWN"];

    /// <summary>Asks a server about one of its services.</summary>
    /// <param name="http">Sends the request.</param>
    /// <param name="target">Address and port.</param>
    /// <param name="service">The service; empty for the server as a whole.</param>
    /// <param name="timeout">For the text of a failure.</param>
    /// <param name="cancel">Ends the check.</param>
    public static async Task<ProbeOutcome> CheckAsync(HttpActions http, string target, string service, TimeSpan timeout, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{target}/grpc.health.v1.Health/Check")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Frame(service)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/1.36");
        try
        {
            using var response = await http.SendAsync(request, cancel);
            var body = await response.Content.ReadAsByteArrayAsync(cancel);
            var status = Header(response.TrailingHeaders, "grpc-status") ?? Header(response.Headers, "grpc-status") ?? "2";
            var message = Header(response.TrailingHeaders, "grpc-message") ?? Header(response.Headers, "grpc-message") ?? "";
            if (status == "12") return ProbeOutcome.Failure($"error: this server does not implement the grpc health protocol (grpc.health.v1.Health): {message}");
            if (status != "0") return ProbeOutcome.Failure($"error: health rpc probe failed: rpc error: code = {status} desc = {message}");
            var state = StateOf(body);
            return state == Serving ? ProbeOutcome.Success : ProbeOutcome.Failure($"service unhealthy (responded with {GoText.Quote(state)})");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return ProbeOutcome.Failure($"timeout: failed to connect service {GoText.Quote(target)} within {GoDuration.Format(timeout)}: {e.Message}");
        }
    }

    private static byte[] Frame(string service)
    {
        const uint ServiceTag = (1 << 3) | 2;
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            if (service.Length > 0)
            {
                output.WriteTag(ServiceTag);
                output.WriteString(service);
            }
        }

        var frame = new byte[FrameHeader + stream.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), (int)stream.Length);
        stream.ToArray().CopyTo(frame, FrameHeader);
        return frame;
    }

    private static string StateOf(byte[] frame)
    {
        const uint StatusTag = 1 << 3;
        var state = 0;
        if (frame.Length > FrameHeader)
        {
            using var input = new CodedInputStream(frame, FrameHeader, frame.Length - FrameHeader);
            while (input.ReadTag() is var tag and not 0)
            {
                if (tag == StatusTag) state = input.ReadEnum();
                else input.SkipLastField();
            }
        }

        return state >= 0 && state < States.Length ? States[state] : States[0];
    }

    private static string? Header(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
