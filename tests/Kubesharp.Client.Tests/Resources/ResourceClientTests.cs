using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Policy.V1;
using Deployment = Kubesharp.Api.Apps.V1.Deployment;

namespace Kubesharp.Client.Tests.Resources;

public class ResourceClientTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly ClientWorld _world = new();

    private ResourceClient<ConfigMap> ConfigMaps => _world.Client.For<ConfigMap>();

    [Fact]
    public void Get_Namespaced_AsksForTheObject()
    {
        var getting = _world.Loop.Start(() => ConfigMaps.GetAsync("shop", "a b", None));

        var get = _world.Server.Next("GET", "/api/v1/namespaces/shop/configmaps/a%20b");
        Assert.Equal("application/json", get.Request.Accept);
        Assert.Equal("test/1.0", get.Request.UserAgent);
        _world.Do(() => get.Respond(Json.ConfigMap("a b", "5", value: "x")));
        Assert.Equal("x", _world.Loop.Complete(() => getting).Data["value"]);
    }

    [Theory]
    [InlineData(415)]
    [InlineData(406)]
    public void Create_ProtobufIsRefused_GoesOnInJson(int code)
    {
        var map = ConfigMap.Empty with { Metadata = ObjectMeta.Empty with { Namespace = "shop", Name = "a" } };
        var creating = _world.Loop.Start(() => ConfigMaps.CreateAsync(map, None));
        var first = _world.Server.Next("POST", "/api/v1/namespaces/shop/configmaps");
        Assert.True(first.Request.TakesProtobuf);
        _world.Do(() => first.Refuse(code, "UnsupportedMediaType", "no protobuf here"));

        var second = _world.Server.Next("POST", "/api/v1/namespaces/shop/configmaps");
        Assert.False(second.Request.TakesProtobuf);
        _world.Do(() => second.Respond(Json.ConfigMap("a", "5", value: "x"), 201));
        Assert.Equal("5", _world.Loop.Complete(() => creating).Metadata.ResourceVersion);

        _world.Loop.Start(() => ConfigMaps.GetAsync("shop", "a", None));
        Assert.False(_world.Server.Next("GET", "/api/v1/namespaces/shop/configmaps/a").Request.TakesProtobuf);
    }

    [Fact]
    public void Patch_UnsupportedMediaType_IsNotTriedAgain()
    {
        var patching = _world.Loop.Start(() => ConfigMaps.PatchAsync("shop", "a", PatchType.Apply, "{}"u8.ToArray(), None));
        _world.Do(() => _world.Server.Next("PATCH", "/api/v1/namespaces/shop/configmaps/a").Refuse(415, "UnsupportedMediaType", "no"));

        Assert.Throws<StatusException>(() => _world.Loop.Complete(() => patching));
        Assert.Single(_world.Server.Requests);
    }

    [Fact]
    public void Delete_Options_StayJson()
    {
        _world.Loop.Start(() => ConfigMaps.DeleteAsync("shop", "a", None, DeleteOptions.Empty with { GracePeriodSeconds = 1 }));

        Assert.False(_world.Server.Next("DELETE", "/api/v1/namespaces/shop/configmaps/a").Request.TakesProtobuf);
    }

    [Fact]
    public void Path_GroupsAndScopes_AreUpstreams()
    {
        Assert.Equal("/api/v1/nodes/n1/status", _world.Client.For<Node>().Path("", "n1", "status"));
        Assert.Equal("/apis/apps/v1/namespaces/a/deployments", _world.Client.For<Deployment>().Path("a"));
        Assert.Equal("/apis/apps/v1/deployments", _world.Client.For<Deployment>().Path(""));
        Assert.Same(_world.Client.For<Node>(), _world.Client.For<Node>());
    }

    [Fact]
    public void Get_NotFound_ThrowsTheServersStatus()
    {
        var getting = _world.Loop.Start(() => ConfigMaps.GetAsync("shop", "a", None));
        _world.Do(() => _world.Server.Next("GET", "/api/v1/namespaces/shop/configmaps/a").Refuse(404, "NotFound", "configmaps \\\"a\\\" not found"));

        var error = Assert.Throws<StatusException>(() => _world.Loop.Complete(() => getting));
        Assert.True(error.IsNotFound);
        Assert.Equal("configmaps \"a\" not found", error.Message);
    }

    [Fact]
    public void TryGet_NotFound_IsNull()
    {
        var getting = _world.Loop.Start(() => ConfigMaps.TryGetAsync("shop", "a", None));
        _world.Do(() => _world.Server.Next("GET", "/api/v1/namespaces/shop/configmaps/a").Refuse(404, "NotFound", "no"));

        Assert.Null(_world.Loop.Complete(() => getting));
    }

    [Theory]
    [InlineData(404, "<html>not here</html>", "NotFound", "the server could not find the requested resource (get /api/v1/namespaces/shop/configmaps/a)")]
    [InlineData(500, "oops", "InternalError", "an error on the server (\"oops\") has prevented the request from succeeding (get /api/v1/namespaces/shop/configmaps/a)")]
    [InlineData(503, "", "ServiceUnavailable", "the server is currently unable to handle the request (get /api/v1/namespaces/shop/configmaps/a)")]
    [InlineData(403, "go away", "Forbidden", "go away (get /api/v1/namespaces/shop/configmaps/a)")]
    [InlineData(418, "", "", "the server responded with the status code 418 but did not return more information (get /api/v1/namespaces/shop/configmaps/a)")]
    public void Get_AnswerWithoutStatus_IsDescribed(int code, string body, string reason, string message)
    {
        var getting = _world.Loop.Start(() => ConfigMaps.GetAsync("shop", "a", None));
        _world.Do(() => _world.Server.Next("GET", "/api/v1/namespaces/shop/configmaps/a").Respond(body, code));

        var error = Assert.Throws<StatusException>(() => _world.Loop.Complete(() => getting));
        Assert.Equal(code, error.Code);
        Assert.Equal(reason, error.Reason);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Request_TooManyRequestsWithRetryAfter_IsSentAgainThen()
    {
        var getting = _world.Loop.Start(() => ConfigMaps.GetAsync("shop", "a", None));
        _world.Do(() => _world.Server.Next("GET", "/api/v1/namespaces/shop/configmaps/a").Respond("", 429, ("Retry-After", "3")));
        _world.Advance(2.9);
        Assert.Equal(0, _world.Server.WaitingCount);
        _world.Advance(0.1);

        _world.Do(() => _world.Server.Next("GET", "/api/v1/namespaces/shop/configmaps/a").Respond(Json.ConfigMap("a", "1")));
        Assert.Equal("a", _world.Loop.Complete(() => getting).Metadata.Name);
    }

    [Fact]
    public void Request_AlwaysTooMany_FailsAfterTenRetries()
    {
        _world.Server.Auto = _ => ScriptedTransport.Answer(429, Json.Status(429, "TooManyRequests", "slow"), ("Retry-After", "1"));
        var getting = _world.Loop.Start(() => ConfigMaps.GetAsync("shop", "a", None));
        for (var i = 0; i < 20; i++) _world.Advance(1);

        Assert.True(Assert.Throws<StatusException>(() => _world.Loop.Complete(() => getting)).IsTooManyRequests);
        Assert.Equal(11, _world.Server.Requests.Count);
    }

    [Fact]
    public void Request_ServerErrorWithoutRetryAfter_IsNotSentAgain()
    {
        _world.Server.Auto = _ => ScriptedTransport.Answer(500, "");

        Assert.Throws<StatusException>(() => _world.Loop.Complete(() => ConfigMaps.GetAsync("shop", "a", None)));
        Assert.Single(_world.Server.Requests);
    }

    [Fact]
    public void List_AllOptions_AreInTheQueryEscaped()
    {
        _world.Server.Auto = _ => ScriptedTransport.Answer(200, Json.Page("9", "next", Json.ConfigMap("a", "1")));

        var list = _world.Loop.Complete(() => ConfigMaps.ListAsync(
            "",
            new ListQuery
            {
                LabelSelector = "app in (a,b),x!=y",
                FieldSelector = "metadata.name=a",
                Limit = 5,
                Continue = "c+/=",
                ResourceVersion = "7",
                ResourceVersionMatch = "Exact",
                TimeoutSeconds = 30,
            },
            None));

        Assert.Equal(
            "/api/v1/configmaps?labelSelector=app%20in%20%28a%2Cb%29%2Cx%21%3Dy&fieldSelector=metadata.name%3Da&limit=5&continue=c%2B%2F%3D&resourceVersion=7&resourceVersionMatch=Exact&timeoutSeconds=30",
            _world.Server.Requests[0].PathAndQuery);
        Assert.Equal(("9", "next", null), (list.ResourceVersion, list.Continue, list.RemainingItemCount));
        Assert.Equal("a", Assert.Single(list.Items).Metadata.Name);
    }

    [Fact]
    public void Watch_ErrorEvent_ThrowsItsStatus()
    {
        _world.Server.Auto = _ => ScriptedTransport.Answer(
            200,
            $$"""{"type":"ADDED","object":{{Json.ConfigMap("a", "1")}}}""" + "\n\n" + $$"""{"object":{{Json.ConfigMap("b", "2")}},"type":"MODIFIED"}""" + "\r\n"
            + $$"""{"type":"ERROR","object":{{Json.Status(410, "Expired", "old")}}}""");
        var seen = new List<string>();

        var error = Assert.Throws<StatusException>(() => _world.Loop.Complete(async () =>
        {
            await foreach (var change in ConfigMaps.WatchAsync("", new ListQuery { ResourceVersion = "1", SendInitialEvents = true, AllowWatchBookmarks = true }, None))
            {
                seen.Add($"{change.Type} {change.Object.Metadata.Name}");
            }
        }));

        Assert.True(error.IsGone);
        Assert.Equal(["Added a", "Modified b"], seen);
        Assert.Equal("/api/v1/configmaps?watch=true&resourceVersion=1&allowWatchBookmarks=true&sendInitialEvents=true", _world.Server.Requests[0].PathAndQuery);
    }

    [Fact]
    public void Watch_ObjectOfTheWrongShape_NamesTheField()
    {
        _world.Server.Auto = _ => ScriptedTransport.Answer(200, """{"type":"ADDED","object":{"metadata":{"name":5}}}""" + "\n");

        var error = Assert.Throws<Api.Serialization.DecodeMismatchException>(() => _world.Loop.Complete(async () =>
        {
            await foreach (var change in ConfigMaps.WatchAsync("", new ListQuery(), None)) Assert.Fail("no event expected");
        }));

        Assert.Contains("metadata.name", error.Message);
    }

    [Fact]
    public void Create_Options_AreInTheQuery()
    {
        _world.Server.Auto = request => ScriptedTransport.Answer(201, System.Text.Encoding.UTF8.GetString(request.Body.Span));
        var value = ConfigMap.Empty with { Metadata = ObjectMeta.Empty with { Name = "a", Namespace = "shop" } };

        _world.Loop.Complete(() => ConfigMaps.CreateAsync(value, None, new WriteQuery { FieldManager = "me", DryRun = true, FieldValidation = "Strict" }));

        var request = _world.Server.Requests[0];
        Assert.Equal(("POST", "/api/v1/namespaces/shop/configmaps?fieldManager=me&dryRun=All&fieldValidation=Strict"), (request.Method, request.PathAndQuery));
        Assert.Equal("application/json", request.ContentType);
        Assert.StartsWith("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","namespace":"shop"}""", System.Text.Encoding.UTF8.GetString(request.Body.Span));
    }

    [Fact]
    public void UpdateStatus_Object_PutsTheSubresource()
    {
        _world.Server.Auto = request => ScriptedTransport.Answer(200, System.Text.Encoding.UTF8.GetString(request.Body.Span));

        _world.Loop.Complete(() => _world.Client.For<Node>().UpdateStatusAsync(Node.Empty with { Metadata = ObjectMeta.Empty with { Name = "n1" } }, None));

        Assert.Equal(("PUT", "/api/v1/nodes/n1/status"), (_world.Server.Requests[0].Method, _world.Server.Requests[0].PathAndQuery));
    }

    [Theory]
    [InlineData(PatchType.Json, "application/json-patch+json")]
    [InlineData(PatchType.Merge, "application/merge-patch+json")]
    [InlineData(PatchType.StrategicMerge, "application/strategic-merge-patch+json")]
    [InlineData(PatchType.Apply, "application/apply-patch+yaml")]
    public void Patch_Type_DecidesTheMediaType(PatchType type, string mediaType)
    {
        _world.Server.Auto = _ => ScriptedTransport.Answer(200, Json.ConfigMap("a", "2"));

        _world.Loop.Complete(() => ConfigMaps.PatchAsync("shop", "a", type, "{}"u8.ToArray(), None, "status", new WriteQuery { FieldManager = "m", Force = true }));

        Assert.Equal("/api/v1/namespaces/shop/configmaps/a/status?fieldManager=m&force=true", _world.Server.Requests[0].PathAndQuery);
        Assert.Equal(mediaType, _world.Server.Requests[0].ContentType);
    }

    [Fact]
    public void Delete_Options_AreTheBody()
    {
        _world.Server.Auto = _ => ScriptedTransport.Answer(200, Json.Status(200, "", ""));

        _world.Loop.Complete(() => ConfigMaps.DeleteAsync("shop", "a", None));
        _world.Loop.Complete(() => ConfigMaps.DeleteCollectionAsync(
            "shop",
            new ListQuery { LabelSelector = "a" },
            None,
            DeleteOptions.Empty with { GracePeriodSeconds = 0, Preconditions = Preconditions.Empty with { Uid = "u" }, PropagationPolicy = DeletionPropagation.Background }));

        Assert.Equal(("", 0), (_world.Server.Requests[0].ContentType, _world.Server.Requests[0].Body.Length));
        Assert.Equal("/api/v1/namespaces/shop/configmaps?labelSelector=a", _world.Server.Requests[1].PathAndQuery);
        Assert.Equal(
            """{"kind":"DeleteOptions","apiVersion":"v1","gracePeriodSeconds":0,"preconditions":{"uid":"u"},"propagationPolicy":"Background"}""",
            System.Text.Encoding.UTF8.GetString(_world.Server.Requests[1].Body.Span));
    }

    [Fact]
    public void Subresource_Eviction_IsPosted()
    {
        _world.Server.Auto = _ => ScriptedTransport.Answer(201, """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","code":201}""");
        var eviction = Eviction.Empty with { Metadata = ObjectMeta.Empty with { Name = "p", Namespace = "shop" } };

        var status = _world.Loop.Complete(() => _world.Client.For<Pod>().CreateSubresourceAsync<Eviction, Status>("shop", "p", "eviction", eviction, None));

        Assert.Equal("Success", status.Outcome);
        Assert.Equal("/api/v1/namespaces/shop/pods/p/eviction", _world.Server.Requests[0].PathAndQuery);
        Assert.StartsWith("""{"kind":"Eviction","apiVersion":"policy/v1",""", System.Text.Encoding.UTF8.GetString(_world.Server.Requests[0].Body.Span));
    }

    [Fact]
    public void Retry_Conflict_ReadsAndWritesAgain()
    {
        var revision = 1;
        var puts = 0;
        _world.Server.Auto = request => request.Method == "GET"
            ? ScriptedTransport.Answer(200, Json.ConfigMap("a", $"{revision++}"))
            : puts++ < 2
                ? ScriptedTransport.Answer(409, Json.Status(409, "Conflict", "modified"))
                : ScriptedTransport.Answer(200, System.Text.Encoding.UTF8.GetString(request.Body.Span));
        var updating = _world.Loop.Start(() => ConfigMaps.UpdateAsync("default", "a", value => value with { Data = ValueMap.Of("k", "v") }, None));
        _world.Advance(0.02);
        _world.Advance(0.02);

        Assert.Equal("3", _world.Loop.Complete(() => updating).Metadata.ResourceVersion);
        Assert.Equal(["GET", "PUT", "GET", "PUT", "GET", "PUT"], _world.Server.Requests.Select(request => request.Method));
    }

    [Fact]
    public void Retry_NothingToChange_WritesNothing()
    {
        _world.Server.Auto = _ => ScriptedTransport.Answer(200, Json.ConfigMap("a", "1", value: "x"));

        _world.Loop.Complete(() => ConfigMaps.UpdateAsync("default", "a", value => value with { Data = ValueMap.Of("value", "x") }, None));

        Assert.Single(_world.Server.Requests);
    }

    [Fact]
    public void Retry_FiveConflicts_GivesUp()
    {
        _world.Server.Auto = request => request.Method == "GET"
            ? ScriptedTransport.Answer(200, Json.ConfigMap("a", "1"))
            : ScriptedTransport.Answer(409, Json.Status(409, "Conflict", "modified"));
        var updating = _world.Loop.Start(() => ConfigMaps.UpdateAsync("default", "a", value => value with { Data = default }, None));
        for (var i = 0; i < 10; i++) _world.Advance(0.02);

        Assert.True(Assert.Throws<StatusException>(() => _world.Loop.Complete(() => updating)).IsConflict);
        Assert.Equal(10, _world.Server.Requests.Count);
    }

    [Fact]
    public void RateLimit_BurstSpent_HoldsRequestsBackInOrder()
    {
        _world.Server.Auto = _ => ScriptedTransport.Answer(200, "{}");
        var transport = new RateLimitedTransport(_world.Server, _world.Time, qps: 2, burst: 3);
        for (var i = 0; i < 6; i++)
        {
            var path = $"/{i}";
            _ = _world.Loop.Start(() => transport.SendAsync(new ApiRequest { Method = "GET", PathAndQuery = path }, None));
        }

        Assert.Equal(3, _world.Server.Requests.Count);
        _world.Advance(0.5);
        Assert.Equal("/3", _world.Server.Requests[^1].PathAndQuery);
        _world.Advance(1);
        Assert.Equal(["/0", "/1", "/2", "/3", "/4", "/5"], _world.Server.Requests.Select(request => request.PathAndQuery));
    }
}
