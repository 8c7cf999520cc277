namespace Kubesharp.Node.Server;

/// <summary>Finds the device that a path lies on.</summary>
internal static class Devices
{
    /// <summary>The device, or nothing when no line is about the path.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="mounts">Lines of <c>/proc/mounts</c>.</param>
    public static string Of(string path, IEnumerable<string> mounts)
    {
        var (device, best) = ("", "");
        foreach (var line in mounts)
        {
            if (line.Split(' ') is not [var source, var place, ..] || place.Length < best.Length) continue;
            if (place == "/" || path == place || path.StartsWith(place + "/", StringComparison.Ordinal)) (device, best) = (source, place);
        }

        return device;
    }
}
