namespace Kubesharp.Tests;

/// <summary>Finds files of the checkout that tests run from.</summary>
public static class Repository
{
    /// <summary>Folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path in the folder of upstream's reference facts beside the checkout; null where that folder does not exist.</summary>
    public static string? Reference(string path)
    {
        var full = Path.GetFullPath(Path.Combine(Root, "../shared/reference", path));
        return File.Exists(full) || Directory.Exists(full) ? full : null;
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Kubesharp.slnx"))) return folder;
        }

        throw new InvalidOperationException("no Kubesharp.slnx above " + AppContext.BaseDirectory);
    }
}
