using System.CommandLine;
using System.Globalization;
using Kubesharp.Client;
using Kubesharp.Scheduler.Configuration;

namespace Kubesharp.Commands;

/// <summary>The flags by which several processes agree on the one that works; they have Kubernetes' names.</summary>
internal sealed class LeaderElectionFlags
{
    private readonly Option<bool?> _elect = new("--leader-elect") { Description = "Work only while holding a Lease, so that several of these can run. Default: true", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _duration = new("--leader-elect-lease-duration") { Description = "How long others wait after the leader's last sign, such as 15s" };
    private readonly Option<string?> _deadline = new("--leader-elect-renew-deadline") { Description = "How long the leader tries to renew before it gives up, such as 10s" };
    private readonly Option<string?> _retry = new("--leader-elect-retry-period") { Description = "Time between attempts, such as 2s" };
    private readonly Option<string?> _lock = new("--leader-elect-resource-lock") { Description = "Kind of the object they agree on; leases is the only one" };
    private readonly Option<string?> _name = new("--leader-elect-resource-name") { Description = "Name of the Lease" };
    private readonly Option<string?> _namespace = new("--leader-elect-resource-namespace") { Description = "Namespace of the Lease. Default: kube-system" };

    /// <summary>Identity of this process among the candidates.</summary>
    public static string Identity { get; } = $"{Environment.MachineName.ToLowerInvariant()}_{Guid.NewGuid()}";

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_elect, _duration, _deadline, _retry, _lock, _name, _namespace]) command.Options.Add(option);
    }

    /// <summary>What the flags say, over what a configuration says.</summary>
    public LeaderElectionConfiguration Over(LeaderElectionConfiguration configuration, ParseResult parsed) => configuration with
    {
        // The flag without a value turns the election on.
        LeaderElect = parsed.GetResult(_elect) is null ? configuration.LeaderElect : parsed.GetValue(_elect) ?? true,
        LeaseDuration = parsed.GetValue(_duration) ?? configuration.LeaseDuration,
        RenewDeadline = parsed.GetValue(_deadline) ?? configuration.RenewDeadline,
        RetryPeriod = parsed.GetValue(_retry) ?? configuration.RetryPeriod,
        ResourceLock = parsed.GetValue(_lock) ?? configuration.ResourceLock,
        ResourceName = parsed.GetValue(_name) ?? configuration.ResourceName,
        ResourceNamespace = parsed.GetValue(_namespace) ?? configuration.ResourceNamespace,
    };

    /// <summary>The options of an elector; null when there is no election.</summary>
    /// <exception cref="CommandException">The durations do not fit together.</exception>
    public static LeaderElectionOptions? OptionsOf(LeaderElectionConfiguration configuration)
    {
        if (configuration.LeaderElect != true) return null;
        try
        {
            return configuration.ToOptions(Identity);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new CommandException(string.Create(CultureInfo.InvariantCulture, $"leader election: {e.Message}"));
        }
    }
}
