using Kubesharp.Api;
using Kubesharp.Api.Coordination.V1;
using Kubesharp.Api.Meta.V1;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Client;

/// <summary>
/// Runs for the leadership that a Lease stands for, beside candidates of this or any other implementation. Clocks of the candidates need not agree:
/// a record counts as alive for its duration from when this candidate first saw it, by this candidate's clock.
/// </summary>
public sealed partial class LeaderElector
{
    /// <summary>Largest random share added to the wait of a candidate.</summary>
    private const double Jitter = 1.2;

    private const int ReleaseAttempts = 3;

    private readonly ResourceClient<Lease> _leases;
    private readonly LeaderElectionOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly EventRecorder? _events;
    private readonly ILogger _logger;
    private volatile Lease? _observed;
    private volatile bool _leading;
    private long _observedAt;
    private string _reportedLeader = "";

    /// <exception cref="ArgumentException">The durations do not fit together.</exception>
    public LeaderElector(
        KubernetesClient client, LeaderElectionOptions options, TimeProvider time, ILogger? logger = null, EventRecorder? events = null, Random? random = null)
    {
        if (options.LeaseDuration <= options.RenewDeadline) throw new ArgumentException("leaseDuration must be greater than renewDeadline", nameof(options));
        if (options.RenewDeadline <= options.RetryPeriod * Jitter) throw new ArgumentException("renewDeadline must be greater than retryPeriod*JitterFactor", nameof(options));
        if (options.RetryPeriod < TimeSpan.FromMilliseconds(1)) throw new ArgumentException("retryPeriod must be greater than zero", nameof(options));
        if (options.Identity.Length == 0) throw new ArgumentException("Lock identity is empty", nameof(options));
        _leases = client.For<Lease>();
        _options = options;
        _time = time;
        _random = random ?? client.Random;
        _events = events;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>Called with the identity of each new leader, also this one.</summary>
    public Action<string>? NewLeader { get; init; }

    /// <summary>Identity of the leader last seen; empty when there is none.</summary>
    public string Leader => _observed?.Spec.HolderIdentity ?? "";

    /// <summary>Whether the work of the leader is being done here.</summary>
    public bool IsLeader => _leading;

    private bool IsHolder => Leader == _options.Identity;

    /// <summary>
    /// Waits for the leadership and does the work until it ends or this is cancelled; the work is always awaited before this returns.
    /// </summary>
    /// <param name="lead">The work of the leader; its token is cancelled when the leadership is lost.</param>
    /// <param name="cancellationToken">Ends the candidacy or the leadership.</param>
    /// <exception cref="LeadershipLostException">The leadership was lost.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        if (!await AcquireAsync(cancellationToken)) return;
        _leading = true;
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var renewing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewal = RenewAsync(renewing.Token);
        var work = LeadAsync(lead, leading.Token);
        await Task.WhenAny(renewal, work);
        var lost = renewal.IsCompletedSuccessfully && !cancellationToken.IsCancellationRequested;
        leading.Cancel();
        try
        {
            await work;
        }
        catch (OperationCanceledException) when (leading.IsCancellationRequested)
        {
            Log.Stopped(_logger, Name, _options.Identity);
        }
        finally
        {
            _leading = false;
            renewing.Cancel();
            await renewal;
            if (_options.ReleaseOnCancel && IsHolder) await ReleaseAsync();
        }

        if (lost) throw new LeadershipLostException(Name);
    }

    private string Name => $"{_options.Namespace}/{_options.Name}";

    /// <summary>The work may begin with a long synchronous part, which must not hold up the first renewal.</summary>
    private static async Task LeadAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await lead(cancellationToken);
    }

    private async Task<bool> AcquireAsync(CancellationToken cancellationToken)
    {
        Log.Acquiring(_logger, Name);
        try
        {
            while (!await TryAcquireOrRenewAsync(cancellationToken))
            {
                ReportLeader();
                await Task.Delay(_options.RetryPeriod * (1 + (Jitter * Backoff.Chance(_random))), _time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        ReportLeader();
        Tell("became leader");
        Log.Acquired(_logger, Name, _options.Identity);
        return true;
    }

    /// <summary>Ends when the renewal has failed for too long, or when cancelled.</summary>
    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using var deadline = new CancellationTokenSource(_options.RenewDeadline, _time);
                using var attempt = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
                try
                {
                    while (!await TryAcquireOrRenewAsync(attempt.Token)) await Task.Delay(_options.RetryPeriod, _time, attempt.Token);
                }
                catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    Log.Lost(_logger, Name, _options.Identity);
                    Tell("stopped leading");
                    return;
                }

                ReportLeader();
                await Task.Delay(_options.RetryPeriod, _time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(_logger, Name, _options.Identity);
        }
    }

    private async Task<bool> TryAcquireOrRenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A leader whose record is still good renews without reading it first.
            if (IsHolder && IsAlive() && await TryRenewFastAsync(cancellationToken)) return true;
            var current = await _leases.TryGetAsync(_options.Namespace, _options.Name, cancellationToken);
            if (current is null)
            {
                Observe(await _leases.CreateAsync(Claim(null), cancellationToken));
                return true;
            }

            if (_observed is null || current.Spec != _observed.Spec) Observe(current);
            else _observed = current;
            if (Leader.Length > 0 && IsAlive() && !IsHolder) return false;
            Observe(await _leases.UpdateAsync(Claim(current), cancellationToken));
            return true;
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or IOException)
        {
            Log.Failed(_logger, e, Name);
            return false;
        }
    }

    private async Task<bool> TryRenewFastAsync(CancellationToken cancellationToken)
    {
        try
        {
            Observe(await _leases.UpdateAsync(Claim(_observed), cancellationToken));
            return true;
        }
        catch (StatusException e)
        {
            Log.RenewedElsewhere(_logger, Name, e.Message);
            return false;
        }
    }

    /// <summary>The Lease as it is when this candidate holds it.</summary>
    private Lease Claim(Lease? current)
    {
        var now = Now();
        var spec = current?.Spec ?? LeaseSpec.Empty;
        var isHolder = spec.HolderIdentity == _options.Identity;
        return (current ?? Lease.Empty with { Metadata = ObjectMeta.Empty with { Namespace = _options.Namespace, Name = _options.Name } }) with
        {
            Spec = spec with
            {
                HolderIdentity = _options.Identity,
                LeaseDurationSeconds = (int)_options.LeaseDuration.TotalSeconds,
                AcquireTime = isHolder ? spec.AcquireTime : now,
                RenewTime = now,
                LeaseTransitions = current is null ? 0 : isHolder ? spec.LeaseTransitions ?? 0 : (spec.LeaseTransitions ?? 0) + 1,
            },
        };
    }

    private async Task ReleaseAsync()
    {
        using var deadline = new CancellationTokenSource(_options.RenewDeadline, _time);
        try
        {
            for (var attempt = 1; IsHolder; attempt++)
            {
                try
                {
                    Observe(await _leases.UpdateAsync(Released(_observed!), deadline.Token));
                    Tell("stopped leading");
                    return;
                }
                catch (StatusException e) when (e.IsConflict && attempt < ReleaseAttempts)
                {
                    // A renewal that was cancelled on its way may have reached the server all the same.
                    Observe(await _leases.GetAsync(_options.Namespace, _options.Name, deadline.Token));
                }
            }
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or IOException or OperationCanceledException)
        {
            Log.ReleaseFailed(_logger, e, Name);
        }
    }

    private Lease Released(Lease held)
    {
        var now = Now();
        return held with { Spec = held.Spec with { HolderIdentity = "", LeaseDurationSeconds = 1, AcquireTime = now, RenewTime = now } };
    }

    private void Observe(Lease lease)
    {
        _observed = lease;
        _observedAt = _time.GetTimestamp();
    }

    private bool IsAlive() =>
        _observed is { } lease && _time.GetElapsedTime(_observedAt) < TimeSpan.FromSeconds(lease.Spec.LeaseDurationSeconds ?? 0);

    /// <summary>Leases count microseconds; finer digits would come back changed.</summary>
    private DateTimeOffset Now()
    {
        var now = _time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private void ReportLeader()
    {
        var leader = Leader;
        if (leader == _reportedLeader) return;
        _reportedLeader = leader;
        if (leader.Length == 0) return;
        Log.NewLeader(_logger, Name, leader);
        NewLeader?.Invoke(leader);
    }

    private void Tell(string what)
    {
        if (_observed is { } lease) _events?.Event(lease, EventTypes.Normal, "LeaderElection", $"{_options.Identity} {what}");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Attempting to acquire leader lease {Lease}", EventName = "Acquiring")]
        public static partial void Acquiring(ILogger logger, string lease);

        [LoggerMessage(2, LogLevel.Information, "Acquired lease {Lease} as {Identity}", EventName = "Acquired")]
        public static partial void Acquired(ILogger logger, string lease, string identity);

        [LoggerMessage(3, LogLevel.Error, "Failed to renew lease {Lease} in time as {Identity}", EventName = "Lost")]
        public static partial void Lost(ILogger logger, string lease, string identity);

        [LoggerMessage(4, LogLevel.Information, "New leader of {Lease}: {Leader}", EventName = "NewLeader")]
        public static partial void NewLeader(ILogger logger, string lease, string leader);

        [LoggerMessage(5, LogLevel.Warning, "Failed to acquire or renew lease {Lease}", EventName = "Failed")]
        public static partial void Failed(ILogger logger, Exception exception, string lease);

        [LoggerMessage(6, LogLevel.Warning, "Failed to release lease {Lease}", EventName = "ReleaseFailed")]
        public static partial void ReleaseFailed(ILogger logger, Exception exception, string lease);

        [LoggerMessage(7, LogLevel.Debug, "Lease {Lease} changed since it was renewed, reading it again: {Reason}", EventName = "RenewedElsewhere")]
        public static partial void RenewedElsewhere(ILogger logger, string lease, string reason);

        [LoggerMessage(8, LogLevel.Debug, "Stopped leading {Lease} as {Identity}", EventName = "Stopped")]
        public static partial void Stopped(ILogger logger, string lease, string identity);
    }
}
