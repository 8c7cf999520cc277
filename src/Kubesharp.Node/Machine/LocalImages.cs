using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Kubesharp.Node.Machine;

/// <summary>Images made on the machine itself, so that a node works without a registry.</summary>
public static class LocalImages
{
    /// <summary>The name of the pause image.</summary>
    public const string PauseReference = "localhost/kubesharp/pause:1.0";

    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode ReadableFile = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>
    /// The sandbox image. On x86-64 it holds a program of its own; elsewhere a shell loop of busybox does the same, and then
    /// <paramref name="busybox"/> must name a static busybox.
    /// </summary>
    public static OciImage Pause(string busybox = "/bin/busybox")
    {
        if (RuntimeInformation.OSArchitecture == Architecture.X64)
        {
            return new OciImage { Reference = PauseReference, Entrypoint = ["/pause"], User = "65535:65535" }
                .AddFile("/pause", PauseProgram.ForX64(), Executable);
        }

        return new OciImage
        {
            Reference = PauseReference,
            Entrypoint = ["/busybox", "sh", "-c", "trap 'exit 0' INT TERM; while :; do /busybox sleep 2147483647 & wait $!; done"],
            User = "65535:65535",
        }.AddFile("/busybox", File.ReadAllBytes(busybox), Executable);
    }

    /// <summary>A small image with busybox and all its commands.</summary>
    /// <param name="reference">The name to give it, with host and tag.</param>
    /// <param name="busybox">A statically linked busybox on this machine.</param>
    /// <param name="cancel">Gives up waiting for busybox to list its commands.</param>
    public static async Task<OciImage> BusyboxAsync(string reference, string busybox, CancellationToken cancel)
    {
        var image = new OciImage { Reference = reference, Command = ["sh"] }
            .AddDirectory("/bin", Executable)
            .AddDirectory("/etc", Executable)
            .AddDirectory("/root", Executable)
            .AddDirectory("/home", Executable)
            .AddDirectory("/usr", Executable)
            .AddDirectory("/var", Executable)
            .AddDirectory("/var/www", Executable)
            .AddDirectory("/tmp", (UnixFileMode)0b111_111_111 | UnixFileMode.StickyBit)
            .AddFile("/bin/busybox", await File.ReadAllBytesAsync(busybox, cancel), Executable)
            .AddFile("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n"u8.ToArray(), ReadableFile)
            .AddFile("/etc/group", "root:x:0:\nnobody:x:65534:\n"u8.ToArray(), ReadableFile)
            .AddSymbolicLink("/usr/bin", "../bin")
            .AddSymbolicLink("/sbin", "bin");
        foreach (var command in await CommandsAsync(busybox, cancel)) image.AddSymbolicLink("/bin/" + command, "busybox");
        return image;
    }

    private static async Task<IReadOnlyList<string>> CommandsAsync(string busybox, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(busybox, ["--list"]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{busybox} did not start");
        var list = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return [.. list.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(name => name != "busybox").Distinct()];
    }
}
