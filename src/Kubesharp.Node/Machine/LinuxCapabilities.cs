using System.Globalization;

namespace Kubesharp.Node.Machine;

/// <summary>The capabilities the agent asks about, with the kernel's numbers.</summary>
public enum LinuxCapability
{
    NetAdmin = 12,
    SysAdmin = 21,
    SysResource = 24,
}

/// <summary>A set of Linux capabilities, as the kernel's bit mask.</summary>
public readonly record struct LinuxCapabilities(ulong Mask)
{
    /// <summary>What this process may do now.</summary>
    public static LinuxCapabilities Effective() =>
        OperatingSystem.IsLinux() ? ParseStatus(File.ReadLines("/proc/self/status")) : new LinuxCapabilities(0);

    /// <summary>Reads the <c>CapEff</c> line of a process's status file; an absent line means no capabilities.</summary>
    public static LinuxCapabilities ParseStatus(IEnumerable<string> lines)
    {
        const string Key = "CapEff:";
        foreach (var line in lines)
        {
            if (line.StartsWith(Key, StringComparison.Ordinal))
                return new LinuxCapabilities(ulong.Parse(line.AsSpan(Key.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }

        return new LinuxCapabilities(0);
    }

    public bool Has(LinuxCapability capability) => (Mask & (1UL << (int)capability)) != 0;
}
