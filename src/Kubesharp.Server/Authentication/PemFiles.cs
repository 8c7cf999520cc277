namespace Kubesharp.Server.Authentication;

/// <summary>Writes files with keys and certificates so that a crash leaves the old file or the new one.</summary>
internal static class PemFiles
{
    public static void Write(string path, string text, bool secret)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = secret
                ? UnixFileMode.UserRead | UnixFileMode.UserWrite
                : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        }

        using (var writer = new StreamWriter(temporary, options)) writer.Write(text);
        File.Move(temporary, path, overwrite: true);
    }
}
