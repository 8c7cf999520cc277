using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Scheduler.Cluster;
using Kubesharp.Scheduler.Configuration;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Extenders;

/// <summary>An extender behind HTTP: each verb is a POST of JSON.</summary>
public sealed class HttpExtender : IExtender, IDisposable
{
    /// <summary>Extenders rank from 0 to this.</summary>
    private const long MaxPriority = 10;

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly ExtenderConfiguration _configuration;
    private readonly HashSet<string> _managed;
    private readonly HttpClient _http;

    /// <exception cref="ConfigurationException">The certificates cannot be read.</exception>
    public HttpExtender(ExtenderConfiguration configuration)
    {
        _configuration = configuration;
        _managed = configuration.ManagedResources.Select(resource => resource.Name).ToHashSet(StringComparer.Ordinal);
        var timeout = configuration.HttpTimeout is { } text ? GoDuration.Parse(text) : TimeSpan.Zero;
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = ExtenderTls.Options(configuration) }) { Timeout = timeout > TimeSpan.Zero ? timeout : DefaultTimeout };
    }

    public string Name => _configuration.UrlPrefix;

    public bool IsIgnorable => _configuration.Ignorable;

    public bool CanFilter => _configuration.FilterVerb.Length > 0;

    public bool CanPrioritize => _configuration.PrioritizeVerb.Length > 0;

    public bool CanPreempt => _configuration.PreemptVerb.Length > 0;

    public bool CanBind => _configuration.BindVerb.Length > 0;

    public bool IsInterested(PodInfo pod)
    {
        if (_managed.Count == 0) return true;
        var spec = pod.Pod.Spec;
        return spec.Containers.Any(AsksForManaged) || spec.InitContainers.Any(AsksForManaged);

        bool AsksForManaged(Container container) => container.Resources.Requests.Any(entry => _managed.Contains(entry.Key)) || container.Resources.Limits.Any(entry => _managed.Contains(entry.Key));
    }

    public ExtenderFilterResult Filter(PodInfo pod, ReadOnlySpan<NodeInfo> nodes)
    {
        using var answer = Send(_configuration.FilterVerb, ExtenderMessages.Arguments(pod, nodes, _configuration.NodeCacheCapable));
        if (answer.Text("Error") is { Length: > 0 } error) throw new ExtenderException(error);
        var known = new Dictionary<string, NodeInfo>(nodes.Length, StringComparer.Ordinal);
        foreach (var node in nodes) known[node.Name] = node;
        var names = _configuration.NodeCacheCapable && answer.Names("NodeNames") is { } listed ? listed : answer.NodeNames();
        var left = new List<NodeInfo>(names.Count);
        foreach (var name in names)
        {
            if (!known.TryGetValue(name, out var node)) throw new ExtenderException($"extender \"{Name}\" claims a filtered node \"{name}\" which is not found in the input node list");
            left.Add(node);
        }

        return new ExtenderFilterResult(left, answer.Texts("FailedNodes"), answer.Texts("FailedAndUnresolvableNodes"));
    }

    public void Prioritize(PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> totals)
    {
        using var answer = Send(_configuration.PrioritizeVerb, ExtenderMessages.Arguments(pod, nodes, _configuration.NodeCacheCapable));
        var priorities = answer.Priorities();
        for (var i = 0; i < nodes.Length; i++)
        {
            if (priorities.TryGetValue(nodes[i].Name, out var priority)) totals[i] += priority * _configuration.Weight * (Scores.Max / MaxPriority);
        }
    }

    public IReadOnlyList<ExtenderVictims> Preempt(PodInfo pod, IReadOnlyList<ExtenderVictims> candidates)
    {
        using var answer = Send(_configuration.PreemptVerb, ExtenderMessages.Preemption(pod, candidates, _configuration.NodeCacheCapable));
        var victims = new List<ExtenderVictims>();
        foreach (var (name, violations, uids) in answer.Victims())
        {
            var node = candidates.FirstOrDefault(candidate => candidate.Node.Name == name)?.Node ?? throw new ExtenderException($"nodeinfo not found for node name \"{name}\"");
            var pods = uids.ConvertAll(uid => node.Pods.FirstOrDefault(other => other.Pod.Metadata.Uid == uid)
                ?? throw new ExtenderException($"extender: {Name} claims to preempt pod (UID: {uid}) on node: {name}, but the pod is not found on that node"));
            victims.Add(new ExtenderVictims(node, pods, violations));
        }

        return victims;
    }

    public async Task BindAsync(PodInfo pod, string node, CancellationToken cancellationToken)
    {
        using var request = Request(_configuration.BindVerb, ExtenderMessages.Binding(pod, node));
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            Check(_configuration.BindVerb, request, response);
            using var answer = new ExtenderAnswer(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (answer.Text("Error") is { Length: > 0 } error) throw new ExtenderException(error);
        }
        catch (Exception e) when (IsFailure(e, cancellationToken))
        {
            throw Failed(request, e);
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool IsFailure(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException or IOException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static ExtenderException Failed(HttpRequestMessage request, Exception e)
    {
        var reason = e is OperationCanceledException ? "context deadline exceeded (Client.Timeout exceeded while awaiting headers)" : e.Message;
        return new ExtenderException(e is JsonException ? e.Message : $"Post \"{request.RequestUri}\": {reason}", e);
    }

    private static void Check(string verb, HttpRequestMessage request, HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK) throw new ExtenderException($"failed {verb} with extender at URL {request.RequestUri}, code {(int)response.StatusCode}");
    }

    /// <summary>Waits for the answer: the scheduling loop has nothing else to do until it is there.</summary>
    private ExtenderAnswer Send(string verb, byte[] body)
    {
        using var request = Request(verb, body);
        try
        {
            using var response = _http.Send(request, HttpCompletionOption.ResponseContentRead);
            Check(verb, request, response);
            using var content = new MemoryStream();
            response.Content.ReadAsStream().CopyTo(content);
            return new ExtenderAnswer(content.ToArray());
        }
        catch (Exception e) when (IsFailure(e, CancellationToken.None))
        {
            throw Failed(request, e);
        }
    }

    private HttpRequestMessage Request(string verb, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, $"{_configuration.UrlPrefix.TrimEnd('/')}/{verb}") { Content = content };
        // HttpClient checks the certificate against the name of the host that is asked for.
        if (_configuration.TlsConfig is { ServerName.Length: > 0 } tls) request.Headers.Host = tls.ServerName;
        return request;
    }
}
