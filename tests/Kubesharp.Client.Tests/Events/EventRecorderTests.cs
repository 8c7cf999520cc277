using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client.Tests.Events;

public class EventRecorderTests
{
    private const string Path = "/api/v1/namespaces/shop/events";
    private readonly ClientWorld _world = new();
    private readonly EventRecorder _recorder;
    private readonly Pod _pod = Pod.Empty with { Metadata = ObjectMeta.Empty with { Name = "web", Namespace = "shop", Uid = "u1", ResourceVersion = "7" } };

    public EventRecorderTests() => _recorder = new EventRecorder(_world.Client, _world.Time, "tester", "node-1", random: new Random(1));

    [Fact]
    public void Event_First_IsCreatedInUpstreamsForm()
    {
        _world.Advance(1.2345);
        Record("Started", "Started container web");

        var create = _world.Server.Next("POST", Path);
        using var body = JsonDocument.Parse(create.Body);
        var root = body.RootElement;
        var nanoseconds = (_world.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        Assert.Equal($"web.{nanoseconds:x}", root.GetProperty("metadata").GetProperty("name").GetString());
        Assert.Equal("shop", root.GetProperty("metadata").GetProperty("namespace").GetString());
        Assert.Equal("""{"kind":"Pod","namespace":"shop","name":"web","uid":"u1","apiVersion":"v1","resourceVersion":"7"}""", root.GetProperty("involvedObject").GetRawText());
        Assert.Equal("""{"component":"tester","host":"node-1"}""", root.GetProperty("source").GetRawText());
        Assert.Equal("2026-01-01T00:00:01Z", root.GetProperty("firstTimestamp").GetString());
        Assert.Equal("2026-01-01T00:00:01Z", root.GetProperty("lastTimestamp").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("eventTime").ValueKind);
        Assert.Equal(1, root.GetProperty("count").GetInt32());
        Assert.Equal("Normal", root.GetProperty("type").GetString());
        Assert.Equal("Started", root.GetProperty("reason").GetString());
        Assert.Equal("tester", root.GetProperty("reportingComponent").GetString());
        Assert.Equal("node-1", root.GetProperty("reportingInstance").GetString());
    }

    [Fact]
    public void Event_ClusterScopedObject_GoesToDefault()
    {
        var node = Node.Empty with { Metadata = ObjectMeta.Empty with { Name = "n1" } };
        _world.Do(() => _recorder.Event(node, EventTypes.Normal, "Ready", "Node is ready"));

        _world.Server.Next("POST", "/api/v1/namespaces/default/events");
    }

    [Fact]
    public void Event_FieldPath_IsInTheReference()
    {
        _world.Do(() => _recorder.Event(ObjectReferences.To(_pod, "spec.containers{web}"), EventTypes.Normal, "Pulled", "x", ValueMap.Of("a", "b")));

        var value = Sent(_world.Server.Next("POST", Path));
        Assert.Equal("spec.containers{web}", value.InvolvedObject.FieldPath);
        Assert.Equal("b", value.Metadata.Annotations["a"]);
    }

    [Fact]
    public void Event_Repeated_IsCountedUpByPatch()
    {
        Record("Failed", "again");
        var first = Store(_world.Server.Next("POST", Path), "100");
        _world.Advance(5);
        Record("Failed", "again");

        var patch = _world.Server.Next("PATCH", $"{Path}/{first.Metadata.Name}");
        Assert.Equal("application/strategic-merge-patch+json", patch.Request.ContentType);
        Assert.Equal("""{"count":2,"lastTimestamp":"2026-01-01T00:00:05Z","message":"again"}""", patch.Body);
        _world.Do(() => patch.Respond(Text(first with { Count = 2 })));
        Record("Failed", "again");

        Assert.Contains("\"count\":3", _world.Server.Next("PATCH", $"{Path}/{first.Metadata.Name}").Body);
    }

    [Fact]
    public void Event_RepeatedButExpiredOnTheServer_IsCreatedAnew()
    {
        Record("Failed", "again");
        var first = Store(_world.Server.Next("POST", Path), "100");
        Record("Failed", "again");

        _world.Do(() => _world.Server.Next("PATCH", $"{Path}/{first.Metadata.Name}").Refuse(404, "NotFound", "gone"));

        var created = Sent(_world.Server.Next("POST", Path));
        Assert.Equal(2, created.Count);
        Assert.Equal("", created.Metadata.ResourceVersion);
        Assert.Equal(first.Metadata.Name, created.Metadata.Name);
    }

    [Fact]
    public void Event_DifferentMessages_AreSeparateUntilTheTenth()
    {
        AnswerEverything();
        for (var i = 1; i <= 12; i++) Record("Failed", $"message {i}");

        var posts = _world.Server.Requests.Where(request => request.Method == "POST").Select(Message).ToArray();
        Assert.Equal([.. Enumerable.Range(1, 9).Select(i => $"message {i}"), "(combined from similar events): message 10"], posts);
        var patches = _world.Server.Requests.Where(request => request.Method == "PATCH").Select(Message).ToArray();
        Assert.Equal(["(combined from similar events): message 11", "(combined from similar events): message 12"], patches);
    }

    [Fact]
    public void Event_SimilarAfterTenMinutes_StandsAloneAgain()
    {
        AnswerEverything();
        for (var i = 1; i <= 10; i++) Record("Failed", $"message {i}");
        _world.Advance(601);

        Record("Failed", "message 11");

        Assert.Equal("message 11", Message(_world.Server.Requests[^1]));
    }

    [Fact]
    public void Event_Flood_IsCutOffAndOneComesEveryFiveMinutes()
    {
        AnswerEverything();
        for (var i = 0; i < 40; i++) Record("Failed", "same");
        Assert.Equal(25, _world.Server.Requests.Count);

        _world.Advance(299);
        Record("Failed", "same");
        Assert.Equal(25, _world.Server.Requests.Count);
        _world.Advance(1);
        Record("Failed", "same");

        Assert.Equal(26, _world.Server.Requests.Count);
        Assert.Contains("\"count\":42", System.Text.Encoding.UTF8.GetString(_world.Server.Requests[^1].Body.Span));
    }

    [Fact]
    public void Event_FloodOfOneObject_DoesNotSilenceAnother()
    {
        AnswerEverything();
        for (var i = 0; i < 30; i++) Record("Failed", "same");

        _world.Do(() => _recorder.Event(_pod with { Metadata = _pod.Metadata with { Name = "other", Uid = "u2" } }, EventTypes.Normal, "Ok", "fine"));

        Assert.Equal("fine", Message(_world.Server.Requests[^1]));
    }

    [Fact]
    public void Event_ServerUnreachable_IsTriedAgainLater()
    {
        Record("Failed", "x");
        _world.Do(() => _world.Server.Next("POST", Path).Fail(new HttpRequestException("refused")));
        Assert.Equal(0, _world.Server.WaitingCount);
        _world.Advance(10);
        _world.Do(() => _world.Server.Next("POST", Path).Fail(new HttpRequestException("refused")));
        _world.Advance(9.9);
        Assert.Equal(0, _world.Server.WaitingCount);
        _world.Advance(0.1);

        _world.Server.Next("POST", Path);
    }

    [Fact]
    public void Event_ServerUnreachableForLong_IsGivenUp()
    {
        Record("Failed", "x");
        for (var i = 0; i < 12; i++)
        {
            _world.Do(() => _world.Server.Next("POST", Path).Fail(new HttpRequestException("refused")));
            _world.Advance(10);
        }

        Assert.Equal(0, _world.Server.WaitingCount);
        Record("Other", "y");
        Assert.Equal("Other", Sent(_world.Server.Next("POST", Path)).Reason);
    }

    [Theory]
    [InlineData(403, "Forbidden")]
    [InlineData(409, "AlreadyExists")]
    [InlineData(422, "Invalid")]
    public void Event_RejectedByTheServer_IsNotTriedAgain(int code, string reason)
    {
        Record("Failed", "x");

        _world.Do(() => _world.Server.Next("POST", Path).Refuse(code, reason, "no"));
        _world.Advance(3600);

        Assert.Equal(0, _world.Server.WaitingCount);
    }

    [Fact]
    public void Event_QueueFull_IsDroppedWithoutWaiting()
    {
        for (var i = 0; i < 1200; i++) Record($"Reason{i}", "x");

        Assert.Equal(199, _recorder.Dropped);
    }

    [Fact]
    public void Flush_QueueNotEmpty_WaitsForIt()
    {
        Record("Failed", "x");
        var flushed = _world.Loop.Start(() => _recorder.FlushAsync(CancellationToken.None));
        Assert.False(flushed.IsCompleted);

        Store(_world.Server.Next("POST", Path), "1");

        Assert.True(flushed.IsCompletedSuccessfully);
        Assert.True(_recorder.FlushAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public void Dispose_EventInHand_EndsTheWriter()
    {
        Record("Failed", "x");

        _world.Loop.Complete(() => _recorder.DisposeAsync().AsTask());
        Record("Failed", "y");

        Assert.Single(_world.Server.Requests);
    }

    private static string Message(ApiRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        return body.RootElement.GetProperty("message").GetString()!;
    }

    private static Event Sent(ScriptedTransport.Exchange exchange) => ApiJson.Decode<Event>(exchange.Request.Body.Span);

    private static string Text(Event value) => System.Text.Encoding.UTF8.GetString(ApiJson.Encode(value));

    private void Record(string reason, string message) => _world.Do(() => _recorder.Event(_pod, EventTypes.Normal, reason, message));

    private Event Store(ScriptedTransport.Exchange create, string revision)
    {
        var value = Sent(create);
        value = value with { Metadata = value.Metadata with { ResourceVersion = revision } };
        _world.Do(() => create.Respond(Text(value), 201));
        return value;
    }

    /// <summary>A server that stores what it is sent and adds up the counts.</summary>
    private void AnswerEverything()
    {
        var stored = new Dictionary<string, Event>();
        _world.Server.Auto = request =>
        {
            var value = ApiJson.Decode<Event>(request.Body.Span);
            if (request.Method == "PATCH") value = stored[request.PathAndQuery.Split('/')[^1]] with { Count = value.Count, Message = value.Message };
            stored[value.Metadata.Name] = value;
            return ScriptedTransport.Answer(200, Text(value));
        };
    }
}
