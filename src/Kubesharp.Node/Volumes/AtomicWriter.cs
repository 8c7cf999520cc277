using System.Globalization;
using Kubesharp.Node.Machine;

namespace Kubesharp.Node.Volumes;

/// <summary>
/// Writes a set of files so that readers see either all old ones or all new ones. The files are in a folder of their own; the link
/// <c>..data</c> points to it and is swapped at once; what users see are links through <c>..data</c>.
/// </summary>
internal static class AtomicWriter
{
    public const string DataLink = "..data";
    private const string DraftLink = "..data_tmp";

    /// <summary>Whether something has been written completely.</summary>
    public static bool HasContent(string target) => Directory.Exists(Path.Combine(target, DataLink));

    /// <summary>Brings the files of the folder to the given ones.</summary>
    /// <param name="target">The folder of the volume.</param>
    /// <param name="files">Files by their relative paths.</param>
    /// <param name="group">Group that may read them; null for none.</param>
    /// <param name="now">The time, for the name of the new folder.</param>
    /// <returns>True when something was written, false when all was there already.</returns>
    public static bool Write(string target, IReadOnlyDictionary<string, ProjectedFile> files, long? group, DateTimeOffset now)
    {
        var link = Path.Combine(target, DataLink);
        var before = new FileInfo(link).LinkTarget;
        if (before is not null && IsSame(link, files)) return false;

        var folder = NewFolder(target, now);
        foreach (var (path, file) in files) WriteFile(folder, path, file, group);
        if (group is { } owner) GiveFolder(folder, owner);
        else MakeVisible(folder);

        var draft = Path.Combine(target, DraftLink);
        File.Delete(draft);
        File.CreateSymbolicLink(draft, Path.GetFileName(folder));
        LinuxFiles.Rename(draft, link);
        LinkNames(target, files.Keys);
        if (before is not null && Directory.Exists(Path.Combine(target, before))) Directory.Delete(Path.Combine(target, before), recursive: true);
        return true;
    }

    private static bool IsSame(string folder, IReadOnlyDictionary<string, ProjectedFile> files)
    {
        if (!Directory.Exists(folder)) return false;
        var count = 0;
        foreach (var existing in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            var path = Path.GetRelativePath(folder, existing);
            if (!files.TryGetValue(path, out var file) || !File.ReadAllBytes(existing).AsSpan().SequenceEqual(file.Data.Span)) return false;
            count++;
        }

        return count == files.Count;
    }

    private static string NewFolder(string target, DateTimeOffset now)
    {
        for (var attempt = 0; ; attempt++)
        {
            var name = now.UtcDateTime.ToString("'..'yyyy_MM_dd_HH_mm_ss.fffffff", CultureInfo.InvariantCulture);
            var folder = Path.Combine(target, attempt == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{attempt}"));
            if (Directory.Exists(folder)) continue;
            Directory.CreateDirectory(folder);
            return folder;
        }
    }

    private static void WriteFile(string folder, string path, ProjectedFile file, long? group)
    {
        // Those of the group may read what they cannot change anyway.
        const int GroupRead = 0b100_100_000;
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        using (var stream = new FileStream(full, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            stream.Write(file.Data.Span);
        }

        if (file.Owner is not null || group is not null) LinuxFiles.ChangeOwner(full, file.Owner ?? -1, group ?? -1);
        File.SetUnixFileMode(full, (UnixFileMode)(group is null ? file.Mode : file.Mode | GroupRead));
    }

    private static void MakeVisible(string folder)
    {
        const UnixFileMode Mode = (UnixFileMode)0b111_101_101;
        File.SetUnixFileMode(folder, Mode);
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories)) File.SetUnixFileMode(inner, Mode);
    }

    private static void GiveFolder(string folder, long group)
    {
        MakeVisible(folder);
        FileOwnership.GiveFolder(folder, group, writable: false);
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories)) FileOwnership.GiveFolder(inner, group, writable: false);
    }

    /// <summary>Makes the links that users see and removes those whose files are gone.</summary>
    private static void LinkNames(string target, IEnumerable<string> paths)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths) names.Add(path.Split('/', 2)[0]);
        foreach (var name in names)
        {
            var link = Path.Combine(target, name);
            if (new FileInfo(link).LinkTarget is null) File.CreateSymbolicLink(link, Path.Combine(DataLink, name));
        }

        foreach (var entry in new DirectoryInfo(target).EnumerateFileSystemInfos())
        {
            if (!entry.Name.StartsWith("..", StringComparison.Ordinal) && !names.Contains(entry.Name)) entry.Delete();
        }
    }
}
