using System.Net.Http.Headers;

namespace Kubesharp.Client;

/// <summary>A token in a file that someone renews; read again every minute and after a rejection.</summary>
internal sealed class TokenFileCredential(string path, TimeProvider time) : ApiCredential
{
    private static readonly TimeSpan ReadInterval = TimeSpan.FromMinutes(1);

    private volatile Reading? _last;

    public override async ValueTask<AuthenticationHeaderValue?> GetAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && time.GetElapsedTime(last.ReadAt) < ReadInterval) return last.Header;
        try
        {
            var token = (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
            if (token.Length == 0) throw new KubeConfigException($"token file {path} is empty");
            var reading = new Reading(new AuthenticationHeaderValue("Bearer", token), time.GetTimestamp());
            _last = reading;
            return reading.Header;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file may be just being replaced: the token read before is most likely still good.
            if (_last is { } known) return known.Header;
            throw new KubeConfigException($"cannot read token file {path}: {e.Message}", e);
        }
    }

    public override void Rejected(AuthenticationHeaderValue? header)
    {
        if (_last is { } last && ReferenceEquals(last.Header, header)) _last = null;
    }

    private sealed record Reading(AuthenticationHeaderValue Header, long ReadAt);
}
