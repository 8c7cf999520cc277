using System.Collections.Concurrent;

namespace Kubesharp.Api;

/// <summary>Finds the codec of a kind by the version and kind an object carries.</summary>
public static partial class KindTable
{
    private static readonly ConcurrentDictionary<(string ApiVersion, string Kind), KindCodec?> Codecs = new();

    /// <summary>The codec of a built-in kind; null for kinds this library has no type for.</summary>
    public static KindCodec? Find(string apiVersion, string kind)
    {
        if (Codecs.TryGetValue((apiVersion, kind), out var known)) return known;
        var codec = Create(apiVersion, kind);
        return codec is null ? null : Codecs.GetOrAdd((apiVersion, kind), codec);
    }
}
