using System.Text.RegularExpressions;

namespace Kubesharp.Node.Images;

/// <summary>Names of images: <c>host/path:tag@digest</c>, with a default for what is left out.</summary>
public static partial class ImageName
{
    /// <summary>The name with the tag <c>latest</c> where it has neither tag nor digest; null when it is not a valid name.</summary>
    public static string? Normalize(string image)
    {
        var match = Pattern().Match(image);
        if (!match.Success) return null;
        return match.Groups["tag"].Success || match.Groups["digest"].Success ? image : image + ":latest";
    }

    /// <summary>The registry that holds the image; Docker Hub when the name has no host.</summary>
    public static string RegistryOf(string image)
    {
        var slash = image.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : image[..slash];
        var isHost = first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost";
        return isHost ? first : "docker.io";
    }

    [GeneratedRegex(
        """
        ^((?<host>[a-zA-Z0-9](-*[a-zA-Z0-9])*(\.[a-zA-Z0-9](-*[a-zA-Z0-9])*)*(:[0-9]+)?|\[[0-9a-fA-F:]+\](:[0-9]+)?)/)?
        [a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*
        (:(?<tag>[\w][\w.-]{0,127}))?
        (@(?<digest>[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
