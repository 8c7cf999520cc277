using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Server.Wire;

namespace Kubesharp.Server.Rest;

/// <summary>Where a paged list goes on: the revision it began at, and the key of the next page's first object below the kind's prefix.</summary>
internal readonly record struct ContinueToken(long Revision, string Start)
{
    public string Encode()
    {
        var start = JsonEncodedText.Encode(Start);
        var json = string.Create(CultureInfo.InvariantCulture, $"{{\"v\":\"meta.k8s.io/v1\",\"rv\":{Revision},\"start\":\"{start}\"}}");
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Reads a token; throws a StatusException (400) for anything that is none.</summary>
    public static ContinueToken Decode(string text)
    {
        byte[] json = [];
        try
        {
            json = Base64Url.DecodeFromChars(text);
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.GetProperty("v").GetString() == "meta.k8s.io/v1" && root.GetProperty("start").GetString() is { Length: > 0 } start)
                return new ContinueToken(root.GetProperty("rv").GetInt64(), start);
        }
        catch (JsonException e)
        {
            throw StatusErrors.BadRequest($"continue key is not valid: {GoJsonErrors.Describe(e, json)}");
        }
        catch (Exception e) when (e is FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw StatusErrors.BadRequest($"continue key is not valid: {e.Message}");
        }

        throw StatusErrors.BadRequest("continue key is not valid: server does not recognize this encoded version");
    }
}
