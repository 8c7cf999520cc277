using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Functions;

/// <summary>Absolute URLs, and paths that start with a slash.</summary>
internal static class UrlFunctions
{
    public static CelType Type { get; } = new("kubernetes.URL");

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        CelFunction.Global("url", 1, static arguments => arguments[0] is CelString text ? Parse(text.Value) is { } url ? new CelOpaque(Type, url) : new CelError($"URL parse error during conversion from string: parse \"{text.Value}\": invalid URI for request") : null),
        CelFunction.Global("isURL", 1, static arguments => arguments[0] is CelString text ? CelBool.Of(Parse(text.Value) is not null) : null),
        Part("getScheme", static url => url.Scheme),
        Part("getHost", static url => url.Host),
        Part("getHostname", static url => url.Hostname),
        Part("getPort", static url => url.Port),
        Part("getEscapedPath", static url => url.Path),
        CelFunction.Member("getQuery", 0, static arguments => arguments[0] is CelOpaque { Value: Url url } ? Query(url.Query) : null),
    ];

    private static CelFunction Part(string name, Func<Url, string> part) =>
        CelFunction.Member(name, 0, arguments => arguments[0] is CelOpaque { Value: Url url } ? new CelString(part(url)) : null);

    private static Url? Parse(string text)
    {
        if (text.Length == 0 || text.AsSpan().ContainsAnyInRange('\0', ' ')) return null;
        var rest = text;
        var query = "";
        if (rest.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark)
        {
            query = rest[(mark + 1)..];
            rest = rest[..mark];
        }

        if (rest.StartsWith('/')) return new(text, "", "", rest, query);
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !char.IsAsciiLetter(rest[0]) || !rest.AsSpan(0, colon).ContainsOnlyScheme()) return null;
        var scheme = rest[..colon].ToLowerInvariant();
        rest = rest[(colon + 1)..];
        if (!rest.StartsWith("//", StringComparison.Ordinal)) return rest.StartsWith('/') ? new(text, scheme, "", rest, query) : null;
        rest = rest[2..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? rest : rest[..slash];
        if (host.LastIndexOf('@') is >= 0 and var at) host = host[(at + 1)..];
        var url = new Url(text, scheme, host, slash < 0 ? "" : rest[slash..], query);
        var isBracketed = host.StartsWith('[');
        if (isBracketed && !host.Contains(']', StringComparison.Ordinal)) return null;
        if (!isBracketed && host.Count(static c => c == ':') > 1) return null;
        foreach (var c in url.Port)
        {
            if (!char.IsAsciiDigit(c)) return null;
        }

        return url;
    }

    private static bool ContainsOnlyScheme(this ReadOnlySpan<char> scheme)
    {
        foreach (var c in scheme)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.')) return false;
        }

        return true;
    }

    private static CelMap Query(string query)
    {
        var values = new Dictionary<string, List<CelValue>>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var key = Unescape(equals < 0 ? pair : pair[..equals]);
            if (!values.TryGetValue(key, out var list)) values.Add(key, list = []);
            list.Add(new CelString(equals < 0 ? "" : Unescape(pair[(equals + 1)..])));
        }

        return CelMap.Of(values.Select(entry => new KeyValuePair<string, CelValue>(entry.Key, CelList.Of([.. entry.Value]))));
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private sealed record Url(string Text, string Scheme, string Host, string Path, string Query)
    {
        public string Hostname
        {
            get
            {
                if (Host.StartsWith('[')) return Host[1..Host.IndexOf(']', StringComparison.Ordinal)];
                return Host.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? Host[..colon] : Host;
            }
        }

        public string Port
        {
            get
            {
                var colon = Host.LastIndexOf(':');
                return colon < 0 || Host.EndsWith(']') ? "" : Host[(colon + 1)..];
            }
        }

        public override string ToString() => Text;
    }
}
