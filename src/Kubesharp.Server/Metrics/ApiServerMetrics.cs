using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Kubesharp.Api;
using Kubesharp.Client;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Storage;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Server.Metrics;

/// <summary>What the API server measures, under upstream's names.</summary>
internal sealed class ApiServerMetrics
{
    private static readonly double[] DurationBounds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

    private readonly PrometheusRegistry _registry;
    private readonly TimeProvider _time;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _durations;
    private readonly ConcurrentDictionary<(string Verb, GroupVersionResource Resource, string Subresource, string Scope), int> _open = new();
    private readonly ConcurrentDictionary<(GroupVersionResource Resource, string Subresource), bool> _deprecated = new();

    public ApiServerMetrics(PrometheusRegistry registry, TimeProvider time, InFlightLimiter limiter, ObjectStores stores)
    {
        _registry = registry;
        _time = time;
        var meter = registry.Create(new MeterOptions("Kubesharp.Server"));
        _requests = meter.CreateCounter<long>("apiserver_request_total", description: "Requests by what they asked for and how they were answered.");
        _durations = meter.CreateHistogram(
            "apiserver_request_duration_seconds", "s", "How long requests took.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds });
        meter.CreateObservableGauge<long>(
            "apiserver_current_inflight_requests",
            () => [new(limiter.Writes, new KeyValuePair<string, object?>("request_kind", "mutating")), new(limiter.Reads, new KeyValuePair<string, object?>("request_kind", "readOnly"))],
            description: "Requests that are worked on now.");
        meter.CreateObservableGauge("apiserver_longrunning_requests", MeasureOpen, description: "Watches and streams that are open now.");
        meter.CreateObservableGauge("apiserver_requested_deprecated_apis", MeasureDeprecated, description: "Deprecated resources that were asked for.");
        meter.CreateObservableGauge(
            "apiserver_storage_objects",
            () => stores.Counts().Select(pair => new Measurement<long>(pair.Count, new KeyValuePair<string, object?>("resource", pair.Resource))),
            description: "Stored objects of each resource.");
        meter.CreateObservableCounter("process_cpu_seconds_total", static () => Environment.CpuUsage.TotalTime.TotalSeconds, description: "Processor time of the whole process.");
        meter.CreateObservableGauge("process_resident_memory_bytes", static () => Environment.WorkingSet, description: "Resident memory of the whole process.");
    }

    /// <summary>Everything that this process reports, in Prometheus' text form.</summary>
    public string Write() => _registry.Write();

    /// <summary>A request begins; the result is for <see cref="End"/>.</summary>
    public long Begin(RequestInfo info)
    {
        if (InFlightLimiter.IsLongRunning(info)) _open.AddOrUpdate(KeyOf(info), 1, static (_, count) => count + 1);
        return _time.GetTimestamp();
    }

    /// <summary>A request has been answered.</summary>
    public void End(HttpContext http, RequestInfo info, long begun)
    {
        if (InFlightLimiter.IsLongRunning(info)) _open.AddOrUpdate(KeyOf(info), 0, static (_, count) => count - 1);
        // On the stack: a list of tags allocates from the ninth on.
        ReadOnlySpan<KeyValuePair<string, object?>> tags =
        [
            new("component", "apiserver"),
            new("dry_run", http.Request.QueryString.HasValue ? http.Request.Query["dryRun"].ToString() : ""),
            new("group", info.Group),
            new("resource", info.Resource),
            new("scope", ScopeOf(info)),
            new("subresource", info.Subresource),
            new("verb", VerbOf(http, info)),
            new("version", info.Version),
            new("code", http.Response.StatusCode.ToString(CultureInfo.InvariantCulture)),
            new("system_client", ""),
        ];
        _durations.Record(_time.GetElapsedTime(begun).TotalSeconds, tags[..8]);
        _requests.Add(1, tags);
    }

    /// <summary>Somebody asked for a resource that is deprecated.</summary>
    public void AskedForDeprecated(RequestInfo info) => _deprecated.TryAdd((info.Gvr, info.Subresource), true);

    private static (string Verb, GroupVersionResource Resource, string Subresource, string Scope) KeyOf(RequestInfo info) =>
        (info.Verb == "watch" ? "WATCH" : "CONNECT", info.Gvr, info.Subresource, ScopeOf(info));

    private static string ScopeOf(RequestInfo info) => info switch
    {
        { IsResourceRequest: false } => "",
        { Name.Length: > 0 } => "resource",
        { Namespace.Length: > 0 } => "namespace",
        _ => "cluster",
    };

    private static string VerbOf(HttpContext http, RequestInfo info)
    {
        if (!info.IsResourceRequest) return http.Request.Method;
        if (info.Verb != "watch" && InFlightLimiter.IsLongRunning(info)) return "CONNECT";
        return info.Verb switch
        {
            "create" => "POST",
            "update" => "PUT",
            "patch" when http.Request.ContentType?.StartsWith("application/apply-patch", StringComparison.Ordinal) == true => "APPLY",
            _ => info.Verb.ToUpperInvariant(),
        };
    }

    private static KeyValuePair<string, object?>[] TagsOf(GroupVersionResource resource, string subresource, params ReadOnlySpan<(string Name, string Value)> more) =>
    [
        new("group", resource.Group),
        new("resource", resource.Resource),
        new("subresource", subresource),
        new("version", resource.Version),
        .. more.ToArray().Select(tag => new KeyValuePair<string, object?>(tag.Name, tag.Value)),
    ];

    private IEnumerable<Measurement<long>> MeasureOpen() =>
        _open.Select(pair => new Measurement<long>(
            pair.Value, TagsOf(pair.Key.Resource, pair.Key.Subresource, ("component", "apiserver"), ("scope", pair.Key.Scope), ("verb", pair.Key.Verb))));

    private IEnumerable<Measurement<long>> MeasureDeprecated() =>
        _deprecated.Keys.Select(key => new Measurement<long>(1, TagsOf(key.Resource, key.Subresource, ("removed_release", ""))));
}
