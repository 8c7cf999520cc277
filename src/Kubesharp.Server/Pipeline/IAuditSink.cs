using Kubesharp.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Server.Pipeline;

/// <summary>Where a record of requests goes.</summary>
public interface IAuditSink
{
    /// <summary>A request of a known user came in.</summary>
    void RequestReceived(HttpContext http, UserIdentity user, RequestInfo info);

    /// <summary>It was answered without an error.</summary>
    void RequestCompleted(HttpContext http, UserIdentity user, RequestInfo info);
}

/// <summary>Keeps no record.</summary>
public sealed class NoAudit : IAuditSink
{
    public static NoAudit Instance { get; } = new();

    public void RequestReceived(HttpContext http, UserIdentity user, RequestInfo info)
    {
    }

    public void RequestCompleted(HttpContext http, UserIdentity user, RequestInfo info)
    {
    }
}
