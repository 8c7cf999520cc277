using System.Collections.Concurrent;
using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Rest;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Server.Authentication;

/// <summary>Labels Secrets with the day on which their token was last used. Nobody waits for the write.</summary>
internal sealed partial class SecretTokenUse(Func<RestTarget> secrets, ObjectWriter writer, RestServices services, ILogger<SecretTokenUse> logger)
{
    private static readonly UserIdentity Self = new() { Name = "system:apiserver", Groups = [UserIdentity.MastersGroup] };
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);

    /// <summary>Notes that the token of a Secret has been used.</summary>
    public void Record(Secret secret)
    {
        var today = services.Time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (secret.Metadata.Labels.Get(SecretToken.LastUsedLabel) == today) return;
        _running.GetOrAdd(secret.Metadata.Uid, static (_, work) => Task.Run(work), () => LabelAsync(secret, today));
    }

    /// <summary>Completes when nothing is being written any more.</summary>
    public Task StopAsync() => Task.WhenAll(_running.Values);

    private async Task LabelAsync(Secret secret, string today)
    {
        var (ns, name) = (secret.Metadata.Namespace, secret.Metadata.Name);
        var context = new RequestContext { User = Self, Time = services.Time, Objects = services.Stores, Namespace = ns };
        var update = new ObjectUpdate { Change = (_, current, _) => ValueTask.FromResult(Labelled(current, today)), ExpectedUid = secret.Metadata.Uid, Manager = "kube-apiserver", IsPatch = true };
        try
        {
            await writer.UpdateAsync(secrets(), ns, name, update, context, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StatusException e)
        {
            Log.NotLabelled(logger, e, ns, name);
        }
        finally
        {
            _running.TryRemove(secret.Metadata.Uid, out _);
        }
    }

    private static IKubernetesObject Labelled(IKubernetesObject current, string today)
    {
        var secret = (Secret)current;
        return secret with { Metadata = secret.Metadata with { Labels = secret.Metadata.Labels.Set(SecretToken.LastUsedLabel, today) } };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The use of the token in secret {Namespace}/{Secret} could not be noted", EventName = "NotLabelled")]
        public static partial void NotLabelled(ILogger logger, Exception exception, string @namespace, string secret);
    }
}
