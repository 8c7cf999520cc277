using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Serialization;
using Kubesharp.Server.Authentication;
using Kubesharp.Server.Authorization;
using Kubesharp.Server.Metrics;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Wire;
using Kubesharp.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Server.Pipeline;

/// <summary>
/// The way of every request: authentication, impersonation, audit, authorization, in-flight limits, routing. What comes after routing
/// (decoding, admission, validation, write, response) is the handlers' part. Errors of all of them are answered here, in one place.
/// </summary>
internal sealed partial class RequestPipeline(
    RequestAuthenticator authenticator,
    Impersonation impersonation,
    IAuditSink audit,
    IAuthorizer authorizer,
    InFlightLimiter limiter,
    ApiServerMetrics metrics,
    RequestRouter router,
    Func<ResourceRegistry> registry,
    ILogger logger)
{
    /// <summary>Serves one request to its end.</summary>
    public async Task ProcessAsync(HttpContext http)
    {
        var info = ReadInfo(http);
        var begun = metrics.Begin(info);
        try
        {
            await ServeAsync(http, info).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; there is nobody to answer.
            http.Abort();
        }
        catch (Exception e)
        {
            await AnswerErrorAsync(http, StatusOf(http, e)).ConfigureAwait(false);
        }
        finally
        {
            metrics.End(http, info, begun);
        }
    }

    private async ValueTask ServeAsync(HttpContext http, RequestInfo info)
    {
        var request = http.Request;
        http.Response.Headers.CacheControl = "no-cache, private";
        var user = authenticator.Authenticate(http);
        if (request.Headers.ContainsKey("Impersonate-User")) user = impersonation.Apply(http, user);
        audit.RequestReceived(http, user, info);
        var attributes = AuthorizationAttributes.Of(user, info);
        if (!authorizer.Authorize(attributes, out var reason)) throw Forbidden(user, info, reason);
        using var lease = limiter.Enter(user, info);
        await router.RouteAsync(new ApiCall(http, info, user, registry())).ConfigureAwait(false);
        audit.RequestCompleted(http, user, info);
    }

    private static RequestInfo ReadInfo(HttpContext http)
    {
        var request = http.Request;
        if (!request.QueryString.HasValue) return RequestInfo.Parse(request.Method, request.Path.Value ?? "/", watch: false, "");
        var watch = request.Query.TryGetValue("watch", out var values) && values.ToString() is not ("false" or "0");
        var name = "";
        if (request.Query.TryGetValue("fieldSelector", out var fields)
            && Api.Selectors.FieldSelector.TryParse(fields.ToString(), out var selector, out _)
            && selector.ExactValueOf("metadata.name") is { } exact)
        {
            name = exact;
        }

        return RequestInfo.Parse(request.Method, request.Path.Value ?? "/", watch, name);
    }

    private static StatusException Forbidden(UserIdentity user, RequestInfo info, string reason) => info.IsResourceRequest
        ? StatusErrors.Forbidden(user.Name, info.Verb, info.Gvr, info.Subresource, info.Namespace, info.Name, reason)
        : StatusErrors.ForbiddenPath(user.Name, info.Verb, info.Path, reason);

    private StatusException StatusOf(HttpContext http, Exception e)
    {
        switch (e)
        {
            case StatusException status: return status;
            case DecodeException or JsonException: return StatusErrors.BadRequest(e.Message);
            case BadHttpRequestException bad when bad.StatusCode == 413: return StatusErrors.RequestEntityTooLarge(RequestBody.Limit);
            case BadHttpRequestException bad: return StatusErrors.BadRequest(bad.Message);
            case StoreFullException: return StatusErrors.InternalError("the store is full: " + e.Message, e);
            case StoreClosedException: return StatusErrors.ServiceUnavailable("the server is shutting down");
            default:
                Log.RequestFailed(logger, http.Request.Method, http.Request.Path.Value ?? "", e);
                return StatusErrors.InternalError(e.Message, e);
        }
    }

    private async ValueTask AnswerErrorAsync(HttpContext http, StatusException error)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        try
        {
            await ResponseWriter.WriteStatusAsync(http, error.Status).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client left before it could be told.
            http.Abort();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Request failed: {Method} {Path}")]
        public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);
    }
}
