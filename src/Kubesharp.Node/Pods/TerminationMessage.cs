using System.Globalization;
using System.Text;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>What a container says last, in its file or else in its log.</summary>
internal static class TerminationMessage
{
    private const int MaxBytes = 4096;
    private const int MaxLogBytes = 2048;
    private const int MaxLogLines = 80;

    /// <summary>Name of the file for one run of a container.</summary>
    public static string FileName(int restartCount) => restartCount.ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>The message of a container that has ended; empty when it left none.</summary>
    public static string Read(PodFolders folders, string podUid, Container definition, RuntimeContainer ended)
    {
        var file = Path.Combine(folders.OfContainer(podUid, ended.Name), FileName(ended.RestartCount));
        var text = File.Exists(file) ? ReadStart(file) : "";
        if (text.Length > 0 || definition.TerminationMessagePolicy != TerminationMessagePolicy.FallbackToLogsOnError || ended.ExitCode == 0) return text;
        return File.Exists(ended.LogPath) ? ReadLogEnd(ended.LogPath) : "";
    }

    private static string ReadStart(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var buffer = new byte[MaxBytes];
        var read = stream.ReadAtLeast(buffer, MaxBytes, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    private static string ReadLogEnd(string file)
    {
        // A log line carries time, stream and tag in front, and lines are short: twice the limit has enough of them.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var length = (int)Math.Min(stream.Length, 16 * MaxLogBytes);
        stream.Seek(-length, SeekOrigin.End);
        var buffer = new byte[length];
        var read = stream.ReadAtLeast(buffer, length, throwOnEndOfStream: false);
        var lines = Encoding.UTF8.GetString(buffer, 0, read).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var text = new StringBuilder();
        foreach (var line in lines.TakeLast(MaxLogLines))
        {
            var parts = line.Split(' ', 4);
            if (parts.Length < 4) continue;
            text.Append(parts[3]);
            if (parts[2] != "P") text.Append('\n');
        }

        return text.Length <= MaxLogBytes ? text.ToString() : text.ToString(text.Length - MaxLogBytes, MaxLogBytes);
    }
}
