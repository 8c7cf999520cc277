using System.Text;
using Kubesharp.Api;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Wire;

namespace Kubesharp.Server.Discovery;

/// <summary>Serves <c>/healthz</c>, <c>/livez</c> and <c>/readyz</c>.</summary>
internal sealed class HealthHandler(IReadOnlyList<HealthCheck> checks)
{
    /// <summary>Answers a request for health; false for all others.</summary>
    public bool TryHandle(ApiCall call, out ValueTask answered)
    {
        answered = default;
        var path = call.Info.Path.TrimEnd('/');
        var slash = path.IndexOf('/', 1);
        var root = slash < 0 ? path : path[..slash];
        if (root is not ("/healthz" or "/livez" or "/readyz")) return false;
        answered = slash < 0 ? AnswerAsync(call, root[1..]) : AnswerOneAsync(call, path[(slash + 1)..]);
        return true;
    }

    private ValueTask AnswerAsync(ApiCall call, string name)
    {
        var excluded = call.QueryAll("exclude");
        var verbose = call.Http.Request.Query.ContainsKey("verbose");
        var text = new StringBuilder();
        var failed = false;
        foreach (var check in checks)
        {
            if (check.OnlyReadiness && name == "livez") continue;
            if (excluded.Contains(check.Name))
            {
                text.Append("[+]").Append(check.Name).Append(" excluded: ok\n");
                continue;
            }

            if (check.IsHealthy())
            {
                text.Append("[+]").Append(check.Name).Append(" ok\n");
                continue;
            }

            failed = true;
            text.Append("[-]").Append(check.Name).Append(" failed: reason withheld\n");
        }

        if (failed) return ResponseWriter.SendTextAsync(call.Http, 500, text.Append(name).Append(" check failed\n").ToString());
        return ResponseWriter.SendTextAsync(call.Http, 200, verbose ? text.Append(name).Append(" check passed\n").ToString() : "ok");
    }

    private ValueTask AnswerOneAsync(ApiCall call, string name)
    {
        foreach (var check in checks)
        {
            if (check.Name != name) continue;
            return check.IsHealthy()
                ? ResponseWriter.SendTextAsync(call.Http, 200, "ok")
                : ResponseWriter.SendTextAsync(call.Http, 500, "internal server error: reason withheld\n");
        }

        return ResponseWriter.SendPageNotFoundAsync(call.Http);
    }
}

/// <summary>One thing that has to be well.</summary>
/// <param name="Name">Upstream's name of the check.</param>
/// <param name="IsHealthy">Whether it is.</param>
/// <param name="OnlyReadiness">Whether only readiness asks for it.</param>
internal sealed record HealthCheck(string Name, Func<bool> IsHealthy, bool OnlyReadiness = false);
