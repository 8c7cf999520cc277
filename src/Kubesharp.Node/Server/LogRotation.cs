using System.Globalization;
using System.IO.Compression;
using Kubesharp.Node.Cri;
using Kubesharp.Node.Pods;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Node.Server;

/// <summary>Keeps logs of containers small: a file that is too large gets another name, older ones are packed, and the oldest go.</summary>
/// <param name="pods">The pods whose logs are kept small.</param>
/// <param name="reopen">Makes the runtime open the log of a container anew, by the container's ID.</param>
/// <param name="folders">Where the logs are.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class LogRotation(
    IPodLookup pods, Func<string, CancellationToken, Task> reopen, PodFolders folders, TimeProvider time, ILogger<LogRotation> logger)
{
    /// <summary>Files of one run of a container, the current one among them.</summary>
    private const int MostFiles = 5;

    private const long LargestFile = 10L << 20;
    private const string Packed = ".gz";

    /// <summary>By default a pattern that ends in <c>.*</c> matches the name without any ending as well: the log that is being written.</summary>
    private static readonly EnumerationOptions ByTheLetter = new() { MatchType = MatchType.Simple };

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(cancel)) await RotateAllAsync(cancel);
    }

    /// <summary>Looks at every pod's logs once.</summary>
    public async Task RotateAllAsync(CancellationToken cancel)
    {
        foreach (var pod in pods.Pods)
        {
            var folder = folders.LogsOf(pod.Metadata.Namespace, pod.Metadata.Name, pod.Metadata.Uid);
            if (!Directory.Exists(folder)) continue;
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.log", SearchOption.AllDirectories))
            {
                if (file.Length < LargestFile) continue;
                try
                {
                    var container = await pods.FindContainerAsync(pod.Metadata.Uid, file.Directory!.Name, previous: false, cancel);
                    if (container is { IsRunning: true } && container.LogPath == file.FullName) await RotateAsync(container.Id, file.FullName, cancel);
                }
                catch (Exception e) when (e is IOException or GrpcException)
                {
                    Log.Failed(logger, file.FullName, e);
                }
            }
        }
    }

    private async Task RotateAsync(string containerId, string path, CancellationToken cancel)
    {
        var old = Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".*", ByTheLetter).Order(StringComparer.Ordinal).ToList();

        // One place for the file that is rotated now and one for the new one.
        while (old.Count > MostFiles - 2)
        {
            File.Delete(old[0]);
            old.RemoveAt(0);
        }

        foreach (var file in old)
        {
            if (!file.EndsWith(Packed, StringComparison.Ordinal)) await PackAsync(file, cancel);
        }

        var rotated = path + "." + time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        File.Move(path, rotated);
        try
        {
            await reopen(containerId, cancel);
        }
        catch (GrpcException)
        {
            // The runtime goes on writing the old file, so it keeps its name.
            File.Move(rotated, path, overwrite: true);
            throw;
        }
    }

    private static async Task PackAsync(string file, CancellationToken cancel)
    {
        var draft = file + ".tmp";
        await using (var input = File.OpenRead(file))
        await using (var output = new GZipStream(File.Create(draft), CompressionLevel.Fastest)) await input.CopyToAsync(output, cancel);
        File.Move(draft, file + Packed, overwrite: true);
        File.Delete(file);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Log {file} was not rotated", EventName = "RotationFailed")]
        public static partial void Failed(ILogger logger, string file, Exception e);
    }
}
