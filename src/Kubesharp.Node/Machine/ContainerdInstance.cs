using System.Diagnostics;
using Kubesharp.Node.Cri;

namespace Kubesharp.Node.Machine;

/// <summary>
/// A containerd process that this program started. Stopping it leaves its containers running, as containerd itself does;
/// <see cref="RemoveEverythingAsync"/> is for instances that nobody needs any more.
/// </summary>
public sealed class ContainerdInstance : IAsyncDisposable
{
    private const string CriNamespace = "k8s.io";
    private readonly ContainerdConfig _config;
    private readonly TimeProvider _time;
    private Process? _process;

    public ContainerdInstance(ContainerdConfig config, TimeProvider time)
    {
        _config = config;
        _time = time;
    }

    /// <summary>File that containerd's log goes to.</summary>
    public string LogFile => Path.Combine(_config.Root, "containerd.log");

    /// <summary>Writes the configuration, starts the process and returns when CRI answers.</summary>
    /// <exception cref="InvalidOperationException">The process ended instead; the message has the end of its log.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        Directory.CreateDirectory(_config.Root);
        Directory.CreateDirectory(_config.State);
        var configFile = Path.Combine(_config.Root, "config.toml");
        await File.WriteAllTextAsync(configFile, _config.ToToml(), cancel);

        // The shell gives the process a log file of its own, so that it outlives us without a pipe that nobody reads.
        _process = Process.Start(new ProcessStartInfo(
            "/bin/sh", ["-c", "exec containerd --config \"$0\" >>\"$1\" 2>&1", configFile, LogFile]))
            ?? throw new InvalidOperationException("containerd did not start");
        using var channel = new GrpcChannel(_config.Socket, _time);
        var cri = new CriClient(channel);
        while (true)
        {
            try
            {
                await cri.VersionAsync(cancel);
                return;
            }
            catch (GrpcException e) when (e.IsStarting)
            {
                if (_process.HasExited) throw new InvalidOperationException("containerd ended at start:\n" + await LogTailAsync(cancel), e);
                await Task.Delay(TimeSpan.FromMilliseconds(20), _time, cancel);
            }
        }
    }

    /// <summary>Puts an image into the runtime's store and returns when CRI knows it.</summary>
    public async Task ImportAsync(OciImage image, CancellationToken cancel)
    {
        var file = Path.Combine(_config.Root, $"import-{Guid.NewGuid():N}.tar");
        try
        {
            await using (var tar = File.Create(file)) image.WriteTo(tar);
            await RunAsync("ctr", ["--address", _config.Socket, "--namespace", CriNamespace, "images", "import", file], cancel);
        }
        finally
        {
            File.Delete(file);
        }

        // CRI learns of the import by an event of its own; there is nothing to wait on but the answer.
        using var channel = new GrpcChannel(_config.Socket, _time);
        var cri = new CriClient(channel);
        while (await cri.ImageStatusAsync(new Cri.V1.ImageSpec { Image = image.Reference }, cancel) is null)
            await Task.Delay(TimeSpan.FromMilliseconds(10), _time, cancel);
    }

    /// <summary>Ends the process; containers go on running and are found again by the next one with the same folders.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        if (_process is not { } process) return;
        _process = null;
        if (!process.HasExited)
        {
            LinuxProcess.Signal(process.Id, LinuxProcess.SigTerm);
            await process.WaitForExitAsync(cancel);
        }

        process.Dispose();
    }

    /// <summary>Removes every pod, ends the process and its shims, unmounts and deletes the instance's folders.</summary>
    public async Task RemoveEverythingAsync(CancellationToken cancel)
    {
        if (_process is { HasExited: false })
        {
            using var channel = new GrpcChannel(_config.Socket, _time);
            var cri = new CriClient(channel);
            var sandboxes = await cri.ListPodSandboxAsync(null, cancel);
            await Task.WhenAll(sandboxes.Select(async sandbox =>
            {
                await cri.StopPodSandboxAsync(sandbox.Id, cancel);
                await cri.RemovePodSandboxAsync(sandbox.Id, cancel);
            }));
        }

        await StopAsync(cancel);
        foreach (var shim in LinuxProcess.FindByArgument(_config.Socket)) LinuxProcess.Signal(shim, LinuxProcess.SigKill);
        foreach (var folder in (string[])[_config.State, _config.Root])
        {
            foreach (var mount in LinuxMount.MountPointsUnder(folder)) LinuxMount.Unmount(mount);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Ends the process and leaves the containers.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{program} did not start");
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} failed: {errors}{await output}");
    }

    private async Task<string> LogTailAsync(CancellationToken cancel)
    {
        const int Lines = 20;
        var lines = await File.ReadAllLinesAsync(LogFile, cancel);
        return string.Join('\n', lines[Math.Max(0, lines.Length - Lines)..]);
    }
}
