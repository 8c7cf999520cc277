using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Kubesharp.Machine;

/// <summary>Makes systemd start the one-machine cluster when the machine starts; does nothing on a machine without systemd.</summary>
public static class BootUnit
{
    private const string Name = "kubesharp.service";
    private const string UnitFile = "/etc/systemd/system/" + Name;

    /// <summary>Whether systemd runs this machine.</summary>
    public static bool HasSystemd => Directory.Exists("/run/systemd/system");

    /// <summary>The unit that runs <c>kubesharp up</c> once, at the start of the machine.</summary>
    /// <param name="program">The kubesharp program.</param>
    /// <param name="arguments">What <c>up</c> was told.</param>
    public static string Text(string program, IEnumerable<string> arguments) => $"""
        [Unit]
        Description=Kubesharp, a one-machine Kubernetes cluster
        Wants=network-online.target
        After=network-online.target

        [Service]
        Type=oneshot
        RemainAfterExit=yes
        Environment=DOTNET_ROOT={DotnetRoot()}
        ExecStart={string.Join(' ', arguments.Prepend(program).Select(Quote))}
        # Pods outlive the command, and stopping the unit leaves them to 'kubesharp down'.
        KillMode=process

        [Install]
        WantedBy=multi-user.target

        """;

    /// <summary>Writes and enables the unit.</summary>
    public static async Task InstallAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(UnitFile, Text(program, arguments), cancellationToken);
        await SystemctlAsync(["daemon-reload"], cancellationToken);
        await SystemctlAsync(["enable", "--quiet", Name], cancellationToken);
    }

    /// <summary>Takes the unit away; succeeds when there is none.</summary>
    public static async Task RemoveAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(UnitFile)) return;
        if (HasSystemd) await SystemctlAsync(["disable", "--quiet", Name], cancellationToken);
        File.Delete(UnitFile);
        if (HasSystemd) await SystemctlAsync(["daemon-reload"], cancellationToken);
    }

    /// <summary>Systemd unquotes what stands in double quotes, and takes a percent sign as the begin of a specifier.</summary>
    private static string Quote(string word) =>
        "\"" + word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal) + "\"";

    /// <summary>A .NET that was unpacked somewhere is found by this variable, which a service does not inherit.</summary>
    private static string DotnetRoot() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    private static async Task SystemctlAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start("systemctl", arguments);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new InvalidOperationException($"systemctl {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
