using Kubesharp.Api;

namespace Kubesharp.Server.Requests;

/// <summary>What a request asks for, read from its method and path alone.</summary>
public sealed record RequestInfo
{
    public required string Path { get; init; }

    /// <summary>The API verb for resources; the lower-case HTTP method for other paths.</summary>
    public required string Verb { get; init; }

    public bool IsResourceRequest { get; init; }

    /// <summary>Empty for the core group.</summary>
    public string Group { get; init; } = "";

    public string Version { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>What follows the subresource, beginning with a slash, for proxies; else empty.</summary>
    public string Rest { get; init; } = "";

    public GroupVersionResource Gvr => new(Group, Version, Resource);

    public bool IsReadOnly => Verb is "get" or "list" or "watch";

    /// <summary>Reads method, path and the few query parameters that decide the verb.</summary>
    public static RequestInfo Parse(string method, string path, bool watch, string fieldSelectorName)
    {
        var rest = path.AsSpan().Trim('/');
        string group, version;
        if (rest.StartsWith("api/", StringComparison.Ordinal))
        {
            group = "";
            rest = rest[4..];
        }
        else if (rest.StartsWith("apis/", StringComparison.Ordinal))
        {
            rest = rest[5..];
            group = Take(ref rest).ToString();
        }
        else
        {
            return Other(method, path);
        }

        version = Take(ref rest).ToString();
        if (rest.IsEmpty) return Other(method, path);
        var oldWatch = rest.StartsWith("watch/", StringComparison.Ordinal);
        if (oldWatch) rest = rest[6..];

        var ns = "";
        if (rest.StartsWith("namespaces/", StringComparison.Ordinal))
        {
            var after = rest[11..];
            ns = Take(ref after).ToString();
            if (!after.IsEmpty && !IsNamespacePart(after)) rest = after;
        }

        var resource = Take(ref rest).ToString();
        var name = Take(ref rest).ToString();
        var subresource = Take(ref rest).ToString();
        var verb = method switch
        {
            "POST" => "create",
            "GET" or "HEAD" => "get",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => "delete",
            _ => "",
        };
        if (oldWatch)
        {
            verb = "watch";
        }
        else if (name.Length == 0)
        {
            if (verb == "get") verb = watch ? "watch" : "list";
            else if (verb == "delete") verb = "deletecollection";
        }

        if (name.Length == 0 && verb is "list" or "watch" or "deletecollection") name = fieldSelectorName;
        return new RequestInfo
        {
            Path = path,
            Verb = verb,
            IsResourceRequest = true,
            Group = group,
            Version = version,
            Namespace = ns,
            Resource = resource,
            Name = name,
            Subresource = subresource,
            Rest = rest.IsEmpty ? "" : "/" + rest.ToString(),
        };
    }

    private static RequestInfo Other(string method, string path) => new() { Path = path, Verb = method.ToLowerInvariant() };

    private static bool IsNamespacePart(ReadOnlySpan<char> rest) => rest is "status" or "finalize" || rest.StartsWith("status/") || rest.StartsWith("finalize/");

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> rest)
    {
        var slash = rest.IndexOf('/');
        var part = slash < 0 ? rest : rest[..slash];
        rest = slash < 0 ? default : rest[(slash + 1)..];
        return part;
    }
}
