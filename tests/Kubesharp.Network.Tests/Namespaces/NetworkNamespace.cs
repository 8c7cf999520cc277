using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kubesharp.Network.Tests.Namespaces;

/// <summary>A named network namespace that goes away with the object; ones of dead test processes are removed first.</summary>
public sealed partial class NetworkNamespace : IDisposable
{
    private const string Prefix = "kst-";
    private static int _count;
    private static readonly Lazy<bool> Swept = new(Sweep);

    public NetworkNamespace(string name)
    {
        _ = Swept.Value;
        Name = $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref _count)}-{name}";
        Shell($"ip netns add {Name} && ip -n {Name} link set lo up");
    }

    public string Name { get; }

    public string Path => "/run/netns/" + Name;

    /// <summary>Why namespaces cannot be used here; null when they can.</summary>
    public static string? Unavailable => Environment.UserName == "root" ? null : "network namespaces need root";

    /// <summary>Runs a shell script with the host's tools; throws with their output when it fails.</summary>
    public static string Shell(string script)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-ec");
        start.ArgumentList.Add(script);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{script}: exit {process.ExitCode}: {output}{error.GetAwaiter().GetResult()}");
    }

    /// <summary>Runs a script whose programs are inside the namespace.</summary>
    public string Inside(string script)
    {
        var quoted = script.Replace("'", "'\\''", StringComparison.Ordinal);
        return Shell($"ip netns exec {Name} bash -ec '{quoted}'");
    }

    /// <summary>Runs code on a thread inside the namespace; sockets it makes stay there wherever they are used.</summary>
    public T Run<T>(Func<T> body)
    {
        T result = default!;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle(Path);
                if (SetNamespace(file, 0x40000000) != 0) throw new IOException("setns " + Path);
                result = body();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw new InvalidOperationException($"in {Name}: {failure.Message}", failure);
    }

    public void Dispose() => Shell($"ip netns del {Name}");

    private static bool Sweep()
    {
        if (!Directory.Exists("/run/netns")) return false;
        foreach (var file in Directory.GetFiles("/run/netns", Prefix + "*"))
        {
            var name = System.IO.Path.GetFileName(file);
            var process = int.Parse(name.Split('-')[1], CultureInfo.InvariantCulture);
            if (!Directory.Exists($"/proc/{process}")) Shell($"ip netns del {name}");
        }

        return true;
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle file, int kind);
}
