using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Controllers.ServiceAccounts;

/// <summary>
/// Puts the tokens that older clusters made for every account out of use when nobody used them for a year, and deletes them when nobody
/// missed them for another.
/// </summary>
public sealed partial class LegacyTokenCleaner : IController
{
    private const string TrackingName = "kube-apiserver-legacy-service-account-token-tracking";
    private const string TrackedSince = "since";

    private static readonly TimeSpan Period = TimeSpan.FromDays(1);

    private readonly KubernetesClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IInformer<ServiceAccount> _accounts;
    private readonly IInformer<Pod> _pods;

    public LegacyTokenCleaner(ControllerContext context)
    {
        _client = context.Client;
        _time = context.Time;
        _logger = context.Logs.CreateLogger<LegacyTokenCleaner>();
        _accounts = context.Informers.For<ServiceAccount>();
        _pods = context.Informers.For<Pod>();
    }

    public string Name => "legacy-serviceaccount-token-cleaner-controller";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _accounts.WaitForSyncAsync(cancellationToken);
        await _pods.WaitForSyncAsync(cancellationToken);
        using var timer = new PeriodicTimer(Period, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken)) await CleanAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(_logger);
        }
    }

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        var tracking = await _client.For<ConfigMap>().TryGetAsync("kube-system", TrackingName, cancellationToken);
        var now = _time.GetUtcNow();

        // The first day counts as a whole.
        if (LegacyToken.DateOf(tracking?.Data.Get(TrackedSince)) is not { } since || since + Period + LegacyToken.Unused > now) return;
        var secrets = await _client.For<Secret>().ListAsync("", new ListQuery { FieldSelector = "type=" + SecretType.KubernetesIoServiceAccountToken }, cancellationToken);
        foreach (var secret in secrets.Items)
        {
            var pods = _pods.List().Where(pod => pod.Metadata.Namespace == secret.Metadata.Namespace);
            await FulfilAsync(LegacyToken.FateOf(secret, AccountOf(secret), pods, now), secret, now, cancellationToken);
        }
    }

    private async Task FulfilAsync(TokenFate fate, Secret secret, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (ns, name) = (secret.Metadata.Namespace, secret.Metadata.Name);
        try
        {
            switch (fate)
            {
                case TokenFate.Expires:
                    Log.Invalidated(_logger, ns, name);
                    var labels = secret.Metadata.Labels.Set(LegacyToken.InvalidSinceLabel, LegacyToken.TextOf(now));
                    await _client.For<Secret>().UpdateAsync(secret with { Metadata = secret.Metadata with { Labels = labels } }, cancellationToken);
                    break;
                case TokenFate.Goes:
                    Log.Deleted(_logger, ns, name);
                    await _client.For<Secret>().DeleteAsync(ns, name, cancellationToken, new DeleteOptions { Preconditions = new Preconditions { ResourceVersion = secret.Metadata.ResourceVersion } });
                    break;
            }
        }
        catch (StatusException e) when (e.IsNotFound || e.IsConflict)
        {
            // Somebody has to do with it after all; the next day shows.
        }
    }

    private ServiceAccount? AccountOf(Secret secret)
    {
        var annotations = secret.Metadata.Annotations;
        var account = annotations.Get(WellKnownAnnotations.ServiceAccountName) is { } name ? _accounts.Get(secret.Metadata.Namespace, name) : null;
        return annotations.Get(WellKnownAnnotations.ServiceAccountUid) is { Length: > 0 } uid && uid != account?.Metadata.Uid ? null : account;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The token in secret {Namespace}/{Secret} was not used for long and is no longer valid", EventName = "Invalidated")]
        public static partial void Invalidated(ILogger logger, string @namespace, string secret);

        [LoggerMessage(2, LogLevel.Information, "The token in secret {Namespace}/{Secret} was not missed and is deleted", EventName = "Deleted")]
        public static partial void Deleted(ILogger logger, string @namespace, string secret);

        [LoggerMessage(3, LogLevel.Debug, "The cleaner of tokens stopped", EventName = "Stopped")]
        public static partial void Stopped(ILogger logger);
    }
}
