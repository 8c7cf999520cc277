using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Kubesharp.Api;
using Kubesharp.Api.Serialization;
using Kubesharp.Client;

namespace Kubesharp.Network.Tests.Api;

/// <summary>As much of an API server as the network components ask of one: list, watch, get, create, update and delete.</summary>
internal sealed class FakeApiServer : IApiTransport
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly List<(long Revision, string Path, string Event)> _events = [];
    private readonly List<(string Collection, Pipe Pipe)> _watchers = [];
    private readonly SemaphoreSlim _written = new(0);
    private long _revision = 1;

    /// <summary>Answers every write with this status until it is set to null.</summary>
    public int? RefuseWrites { get; set; }

    public void Put<T>(T value)
        where T : class, IResource<T>
    {
        var path = PathOf(value);
        lock (_gate) Store(path, JsonNode.Parse(ApiJson.Encode(value))!.AsObject(), _objects.ContainsKey(path) ? "MODIFIED" : "ADDED");
    }

    public void Remove<T>(T value)
        where T : class, IResource<T>
    {
        lock (_gate) Delete(PathOf(value));
    }

    public T? Find<T>(string path)
        where T : class, IKind<T>
    {
        lock (_gate) return _objects.TryGetValue(path, out var found) ? ApiJson.Decode<T>(Encoding.UTF8.GetBytes(found.ToJsonString())) : null;
    }

    /// <summary>Completes with the next write by the component under test.</summary>
    public Task NextWriteAsync() => _written.WaitAsync();

    public Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var (path, query) = request.PathAndQuery.Split('?') is [var p, var q] ? (p, q) : (request.PathAndQuery, "");
        lock (_gate)
        {
            if (request.Method != "GET" && RefuseWrites is { } code) return Task.FromResult(Failure(code, "InternalError"));
            return Task.FromResult(request.Method switch
            {
                "POST" => Create(path, request.Body),
                "PUT" => Update(path, request.Body),
                "DELETE" => Delete(path),
                _ when query.Contains("watch=true", StringComparison.Ordinal) => Watch(path, query),
                _ when IsCollection(path) => List(path),
                _ => _objects.TryGetValue(path, out var found) ? Answer(200, found) : Failure(404, "NotFound"),
            });
        }
    }

    private static string PathOf<T>(T value)
        where T : class, IResource<T>
    {
        var resource = T.Resource.Gvr;
        var root = resource.Group.Length == 0 ? $"/api/{resource.Version}" : $"/apis/{resource.Group}/{resource.Version}";
        var ns = value.Metadata.Namespace.Length == 0 ? "" : $"/namespaces/{value.Metadata.Namespace}";
        return $"{root}{ns}/{resource.Resource}/{value.Metadata.Name}";
    }

    private static bool IsCollection(string path) => path[(path.LastIndexOf('/') + 1)..] is "services" or "endpointslices" or "nodes";

    /// <summary>All namespaces: /api/v1/services covers /api/v1/namespaces/x/services/y.</summary>
    private static bool Covers(string collection, string path)
    {
        var resource = collection[(collection.LastIndexOf('/') + 1)..];
        var root = collection[..collection.LastIndexOf('/')];
        return path.StartsWith(root + "/", StringComparison.Ordinal) && path.Contains($"/{resource}/", StringComparison.Ordinal);
    }

    private static ApiResponse Answer(int code, JsonNode body) => new(code, new MemoryStream(Encoding.UTF8.GetBytes(body.ToJsonString())));

    private static ApiResponse Failure(int code, string reason) =>
        Answer(code, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["reason"] = reason, ["code"] = code });

    private ApiResponse Create(string collection, ReadOnlyMemory<byte> body)
    {
        var value = JsonNode.Parse(body.Span)!.AsObject();
        var path = $"{collection}/{value["metadata"]!["name"]}";
        if (_objects.ContainsKey(path)) return Failure(409, "AlreadyExists");
        value["metadata"]!["uid"] = $"uid-{_revision}";
        Store(path, value, "ADDED");
        _written.Release();
        return Answer(201, value);
    }

    private ApiResponse Update(string path, ReadOnlyMemory<byte> body)
    {
        var value = JsonNode.Parse(body.Span)!.AsObject();
        Store(path, value, "MODIFIED");
        _written.Release();
        return Answer(200, value);
    }

    private ApiResponse Delete(string path)
    {
        if (!_objects.Remove(path, out var value)) return Failure(404, "NotFound");
        value["metadata"]!["resourceVersion"] = (++_revision).ToString();
        Publish(path, "DELETED", value);
        return Answer(200, value);
    }

    private void Store(string path, JsonObject value, string type)
    {
        value["metadata"]!["resourceVersion"] = (++_revision).ToString();
        _objects[path] = value;
        Publish(path, type, value);
    }

    private void Publish(string path, string type, JsonObject value)
    {
        var line = new JsonObject { ["type"] = type, ["object"] = value.DeepClone() }.ToJsonString() + "\n";
        _events.Add((_revision, path, line));
        foreach (var (collection, pipe) in _watchers)
        {
            if (Covers(collection, path)) Write(pipe, line);
        }
    }

    private ApiResponse List(string path)
    {
        var items = new JsonArray([.. _objects.Where(o => Covers(path, o.Key)).Select(o => o.Value.DeepClone())]);
        return Answer(200, new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = _revision.ToString() }, ["items"] = items });
    }

    private ApiResponse Watch(string path, string query)
    {
        var from = long.Parse(query.Split('&').First(p => p.StartsWith("resourceVersion=", StringComparison.Ordinal)).Split('=')[1]);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        foreach (var (revision, changed, line) in _events)
        {
            if (revision > from && Covers(path, changed)) Write(pipe, line);
        }

        _watchers.Add((path, pipe));
        return new ApiResponse(200, pipe.Reader);
    }

    private static void Write(Pipe pipe, string line)
    {
        Encoding.UTF8.GetBytes(line, pipe.Writer);
        var flush = pipe.Writer.FlushAsync();
        if (!flush.IsCompleted) throw new InvalidOperationException("the pipe has no limit, so a flush cannot wait");
    }
}
