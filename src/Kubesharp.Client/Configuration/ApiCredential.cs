using System.Net.Http.Headers;
using System.Text;

namespace Kubesharp.Client;

/// <summary>Gives the Authorization header of requests.</summary>
public abstract class ApiCredential
{
    /// <summary>The header for the next request; null for none.</summary>
    /// <exception cref="KubeConfigException">The credential could not be had.</exception>
    public abstract ValueTask<AuthenticationHeaderValue?> GetAsync(CancellationToken cancellationToken);

    /// <summary>The server did not accept the header: the next one should be fresh.</summary>
    public virtual void Rejected(AuthenticationHeaderValue? header)
    {
    }

    /// <summary>A token that stays the same.</summary>
    public static ApiCredential Token(string token) => new FixedCredential(new AuthenticationHeaderValue("Bearer", token));

    internal static ApiCredential? Create(ClientConfig config, TimeProvider time)
    {
        var user = config.User;
        if (user.TokenFile.Length > 0) return new TokenFileCredential(user.TokenFile, time);
        if (user.Token.Length > 0) return Token(user.Token);
        if (user.Username.Length > 0)
        {
            var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.Username}:{user.Password}"));
            return new FixedCredential(new AuthenticationHeaderValue("Basic", pair));
        }

        return user.Exec is { } exec ? new ExecCredential(exec, config, time) : null;
    }

    private sealed class FixedCredential(AuthenticationHeaderValue header) : ApiCredential
    {
        public override ValueTask<AuthenticationHeaderValue?> GetAsync(CancellationToken cancellationToken) => new(header);
    }
}
