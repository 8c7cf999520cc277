using System.Text;
using Kubesharp.Node.Machine;

namespace Kubesharp.EndToEnd.Tests;

/// <summary>Images for pods, made on the machine.</summary>
internal static class TestImages
{
    /// <summary>All of busybox; sleeps when it is told nothing else, and ends at once when asked to.</summary>
    public const string Busybox = "localhost/e2e/busybox:1";

    /// <summary>A web server at port 8080 whose front page says <c>version 1</c>.</summary>
    public const string Web1 = "localhost/e2e/web:1";

    /// <summary>The same with <c>version 2</c>.</summary>
    public const string Web2 = "localhost/e2e/web:2";

    private const string BusyboxProgram = "/bin/busybox";

    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static async Task<IReadOnlyList<OciImage>> AllAsync(CancellationToken cancel)
    {
        var program = await File.ReadAllBytesAsync(BusyboxProgram, cancel);
        return [await LocalImages.BusyboxAsync(Busybox, BusyboxProgram, cancel), Web(Web1, "version 1", program), Web(Web2, "version 2", program)];
    }

    private static OciImage Web(string reference, string page, byte[] busybox)
    {
        // The first process of a pod gets no signal that it has no handler for, and httpd has none.
        const string Script = "trap 'exit 0' TERM; httpd -f -p 8080 -h /www & wait";
        var image = new OciImage { Reference = reference, Entrypoint = ["/bin/sh", "-c", Script] }
            .AddDirectory("/bin", Executable)
            .AddDirectory("/www", Executable)
            .AddFile("/bin/busybox", busybox, Executable)
            .AddFile("/www/index.html", Encoding.UTF8.GetBytes(page + "\n"), Readable);
        foreach (var command in (string[])["sh", "httpd", "sleep", "wget", "cat", "touch", "rm", "hostname"]) image.AddSymbolicLink("/bin/" + command, "busybox");
        return image;
    }
}
