using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Api.Tests;

public sealed class StatusErrorsTests
{
    private static readonly GroupVersionResource Pods = new("", "v1", "pods");
    private static readonly GroupVersionResource Deployments = new("apps", "v1", "deployments");

    public static TheoryData<StatusException, int, string, string> Messages => new()
    {
        { StatusErrors.NotFound(Pods, "x"), 404, "NotFound", "pods \"x\" not found" },
        { StatusErrors.NotFound(Deployments, "x"), 404, "NotFound", "deployments.apps \"x\" not found" },
        { StatusErrors.UnknownResource(), 404, "NotFound", "the server could not find the requested resource" },
        { StatusErrors.AlreadyExists(Pods, "x"), 409, "AlreadyExists", "pods \"x\" already exists" },
        { StatusErrors.GenerateNameConflict(Pods, "x", 1), 409, "AlreadyExists", "pods \"x\" already exists, the server was not able to generate a unique name for the object" },
        { StatusErrors.Conflict(Pods, "x"), 409, "Conflict", "Operation cannot be fulfilled on pods \"x\": the object has been modified; please apply your changes to the latest version and try again" },
        { StatusErrors.BadRequest("no"), 400, "BadRequest", "no" },
        { StatusErrors.Unauthorized(), 401, "Unauthorized", "Unauthorized" },
        { StatusErrors.Forbidden(Pods, "x", "no"), 403, "Forbidden", "pods \"x\" is forbidden: no" },
        { StatusErrors.Forbidden(Pods, "", "no"), 403, "Forbidden", "pods is forbidden: no" },
        { StatusErrors.Forbidden("u", "get", Pods, "", "ns", "x"), 403, "Forbidden", "pods \"x\" is forbidden: User \"u\" cannot get resource \"pods\" in API group \"\" in the namespace \"ns\"" },
        { StatusErrors.Forbidden("u", "list", Deployments, "", "", ""), 403, "Forbidden", "deployments.apps is forbidden: User \"u\" cannot list resource \"deployments\" in API group \"apps\" at the cluster scope" },
        { StatusErrors.Forbidden("u", "create", Pods, "exec", "ns", "x", "because"), 403, "Forbidden", "pods \"x\" is forbidden: User \"u\" cannot create resource \"pods/exec\" in API group \"\" in the namespace \"ns\": because" },
        { StatusErrors.ForbiddenPath("system:anonymous", "get", "/"), 403, "Forbidden", "forbidden: User \"system:anonymous\" cannot get path \"/\"" },
        { StatusErrors.MethodNotSupported(Pods, "patch"), 405, "MethodNotAllowed", "patch is not supported on resources of kind \"pods\"" },
        { StatusErrors.NotAcceptableMedia("application/json", "application/yaml"), 406, "NotAcceptable", "only the following media types are accepted: application/json, application/yaml" },
        { StatusErrors.UnsupportedMediaType("application/json"), 415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: application/json" },
        { StatusErrors.RequestEntityTooLarge(3145728), 413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728" },
        { StatusErrors.ResourceExpired("too old"), 410, "Expired", "too old" },
        { StatusErrors.Gone("gone"), 410, "Gone", "gone" },
        { StatusErrors.Timeout("request did not complete"), 504, "Timeout", "Timeout: request did not complete" },
        { StatusErrors.ServerTimeout(Pods, "list", 1), 500, "ServerTimeout", "The list operation against pods could not be completed at this time, please try again." },
        { StatusErrors.TooManyRequests("slow down", 3), 429, "TooManyRequests", "slow down" },
        { StatusErrors.ServiceUnavailable("starting"), 503, "ServiceUnavailable", "starting" },
        { StatusErrors.InternalError("boom"), 500, "InternalError", "Internal error occurred: boom" },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Error_OfEachKind_HasTheKnownText(StatusException error, int code, string reason, string message)
    {
        Assert.Equal(code, error.Code);
        Assert.Equal(reason, error.Reason);
        Assert.Equal(message, error.Message);
        Assert.Equal(message, error.Status.Message);
        Assert.Equal("Failure", error.Status.Outcome);
    }

    [Fact]
    public void Details_NameTheObject()
    {
        Assert.Equal(new StatusDetails { Name = "x", Group = "apps", Kind = "deployments" }, StatusErrors.NotFound(Deployments, "x").Status.Details);
        Assert.Equal(3, StatusErrors.TooManyRequests("", 3).Status.Details!.RetryAfterSeconds);
        Assert.Equal(TimeSpan.FromSeconds(3), StatusErrors.TooManyRequests("", 3).RetryAfter);
        Assert.Null(StatusErrors.BadRequest("").RetryAfter);
    }

    [Fact]
    public void Invalid_OneError_StandsAlone()
    {
        var errors = new ErrorList();
        errors.Required(FieldPath.Of("spec", "containers").Index(0).Child("image"));
        var error = StatusErrors.Invalid(new("", "v1", "Pod"), "x", errors);
        Assert.Equal("Pod \"x\" is invalid: spec.containers[0].image: Required value", error.Message);
        Assert.Equal(422, error.Code);
        Assert.True(error.IsInvalid);
        Assert.True(error.HasCause(CauseType.FieldValueRequired));
        Assert.False(error.HasCause(CauseType.FieldValueInvalid));
        Assert.Equal(new StatusCause { Reason = "FieldValueRequired", Message = "Required value", Field = "spec.containers[0].image" }, error.Status.Details!.Causes[0]);
    }

    [Fact]
    public void Invalid_SeveralErrors_StandInBracketsOnce()
    {
        var errors = new ErrorList();
        errors.Required(FieldPath.Of("a"));
        errors.Required(FieldPath.Of("a"));
        errors.Forbidden(FieldPath.Of("b"), "no");
        var error = StatusErrors.Invalid(new("apps", "v1", "Deployment"), "x", errors);
        Assert.Equal("Deployment.apps \"x\" is invalid: [a: Required value, b: Forbidden: no]", error.Message);
        Assert.Equal(3, error.Status.Details!.Causes.Count);
        Assert.Equal("Deployment", error.Status.Details.Kind);
    }

    [Fact]
    public void Predicates_FollowTheReasonAndOnlyThenTheCode()
    {
        Assert.True(StatusErrors.NotFound(Pods, "x").IsNotFound);
        Assert.True(StatusErrors.Conflict(Pods, "x").IsConflict);
        Assert.False(StatusErrors.AlreadyExists(Pods, "x").IsConflict);
        Assert.True(StatusErrors.AlreadyExists(Pods, "x").IsAlreadyExists);
        Assert.True(StatusErrors.ResourceExpired("").IsGone);
        Assert.True(StatusErrors.Gone("").IsGone);
        Assert.True(new StatusException(new() { Code = 404 }).IsNotFound);
        Assert.True(new StatusException(new() { Code = 410 }).IsGone);
        Assert.False(new StatusException(new() { Code = 404, Reason = "Other" }).IsNotFound);
        Assert.True(StatusErrors.ServerTimeout(Pods, "get", 0).IsServerTimeout);
        Assert.False(StatusErrors.ServerTimeout(Pods, "get", 0).IsInternalError);
    }
}
