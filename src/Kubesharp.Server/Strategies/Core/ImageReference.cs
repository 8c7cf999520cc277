namespace Kubesharp.Server.Strategies.Core;

/// <summary>Reads the parts of an image name that decide how it is pulled.</summary>
internal static class ImageReference
{
    private const int MaxTagLength = 128;

    /// <summary>The pull policy an image gets when the container names none: Always for the tag <c>latest</c>, written or implied.</summary>
    public static string DefaultPullPolicy(string image) => HasLatestTag(image) ? Api.Core.V1.PullPolicy.Always : Api.Core.V1.PullPolicy.IfNotPresent;

    private static bool HasLatestTag(ReadOnlySpan<char> image)
    {
        var at = image.IndexOf('@');
        var named = at < 0 ? image : image[..at];
        var colon = named.LastIndexOf(':');
        var tagged = colon > named.LastIndexOf('/');
        var name = tagged ? named[..colon] : named;
        if (!IsName(name)) return false;
        if (!tagged) return at < 0;
        var tag = named[(colon + 1)..];
        return tag.Length is > 0 and <= MaxTagLength && tag.SequenceEqual("latest");
    }

    /// <summary>Whether the text is a repository name; an optional host in front may hold capitals and a port, the path may not.</summary>
    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty) return false;
        var slash = name.IndexOf('/');
        if (slash > 0 && IsHost(name[..slash])) name = name[(slash + 1)..];
        if (name.IsEmpty) return false;
        foreach (var range in name.Split('/'))
        {
            var part = name[range];
            if (part.IsEmpty || !IsLowerAlphanumeric(part[0]) || !IsLowerAlphanumeric(part[^1])) return false;
            foreach (var c in part)
            {
                if (!IsLowerAlphanumeric(c) && c is not ('.' or '_' or '-')) return false;
            }
        }

        return true;
    }

    private static bool IsHost(ReadOnlySpan<char> text) => text.IndexOfAny('.', ':') >= 0 || text.SequenceEqual("localhost") || text.IndexOfAnyInRange('A', 'Z') >= 0;

    private static bool IsLowerAlphanumeric(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9');
}
