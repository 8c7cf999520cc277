namespace Kubesharp.Server.Tests.Patch;

/// <summary>Finds reference data that may lie beside the repository.</summary>
internal static class ReferenceFolder
{
    /// <summary>A folder below <c>../shared/reference</c>, or null when it is absent.</summary>
    public static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Kubesharp.slnx"))) continue;
            var found = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "reference", name));
            return Directory.Exists(found) ? found : null;
        }

        return null;
    }
}
