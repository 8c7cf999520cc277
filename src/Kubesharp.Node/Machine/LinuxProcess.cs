using System.Globalization;
using System.Runtime.InteropServices;

namespace Kubesharp.Node.Machine;

/// <summary>Signals and a look at other processes.</summary>
public static partial class LinuxProcess
{
    public const int SigKill = 9;
    public const int SigTerm = 15;

    /// <summary>Sends a signal; a process that has ended already is no error.</summary>
    public static void Signal(int pid, int signal)
    {
        const int NoSuchProcess = 3;
        if (KillCall(pid, signal) == 0 || Marshal.GetLastPInvokeError() == NoSuchProcess) return;
        throw new InvalidOperationException($"signal {signal} to process {pid}: error {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>The processes that have exactly this among their arguments.</summary>
    public static IReadOnlyList<int> FindByArgument(string argument)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            if (Arguments(folder).Contains(argument)) found.Add(pid);
        }

        return found;
    }

    private static string[] Arguments(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0');
        }
        catch (IOException)
        {
            // The process ended between the listing and the look.
            return [];
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillCall(int pid, int signal);
}
