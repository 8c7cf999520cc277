using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Wire;

namespace Kubesharp.Server.Rest;

/// <summary>Metadata without the rest of the objects, in the version the client asks for; the versions differ by nothing but their name.</summary>
internal static class PartialMetadata
{
    /// <summary>An object or a list of them, as JSON or protobuf.</summary>
    public static ReadOnlyMemory<byte> Encode<T>(ResponseFormat format, T value)
        where T : class, IKind<T>
    {
        if (format.Media == MediaKind.Protobuf)
        {
            var encoded = ApiProtobuf.Encode(value);
            if (IsCurrent(format)) return encoded;
            ApiProtobuf.Open(encoded, out var message);
            return ProtobufLists.Envelope(format.MetaVersion, T.Gvk.Kind, message);
        }

        var json = ApiJson.Encode(value);
        return IsCurrent(format)
            ? json
            : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json).Replace(Member(PartialObjectMetadata.Gvk.ApiVersion), Member(format.MetaVersion), StringComparison.Ordinal));
    }

    /// <summary>Sends an object or a list of them.</summary>
    public static ValueTask SendAsync<T>(ApiCall call, ResponseFormat format, int statusCode, T value)
        where T : class, IKind<T>
    {
        if (IsCurrent(format)) return ResponseWriter.WriteAsync(call.Http, format, statusCode, value);
        var body = Encode(format, value);
        return format.Media == MediaKind.Protobuf
            ? ResponseWriter.SendAsync(call.Http, statusCode, format.ContentType, body)
            : ResponseWriter.WriteJsonAsync(call.Http, format, statusCode, body);
    }

    private static bool IsCurrent(ResponseFormat format) => format.MetaVersion == PartialObjectMetadata.Gvk.ApiVersion;

    private static string Member(string apiVersion) => $"\"apiVersion\":\"{apiVersion}\"";
}
