using System.Diagnostics.Metrics;
using System.Text;

namespace Kubesharp.Client;

/// <summary>Makes meters, adds up what their instruments report, and writes it in the text format of Prometheus.</summary>
public sealed class PrometheusRegistry : IMeterFactory
{
    /// <summary>The media type of <see cref="Write"/>.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly List<Meter> _meters = [];
    private readonly SortedDictionary<string, PrometheusMetric> _metrics = new(StringComparer.Ordinal);

    public PrometheusRegistry()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, this)) listener.EnableMeasurementEvents(instrument, MetricOf(instrument));
        };
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, metric) => ((PrometheusMetric)metric!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, metric) => ((PrometheusMetric)metric!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, metric) => ((PrometheusMetric)metric!).Record(value, tags));
        _listener.Start();
    }

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options.Name, options.Version, options.Tags, scope: this);
        lock (_lock) _meters.Add(meter);
        return meter;
    }

    /// <summary>All metrics as they are now.</summary>
    public string Write()
    {
        lock (_lock)
        {
            foreach (var metric in _metrics.Values) metric.StartLook();
            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var metric in _metrics.Values) metric.Write(text);
            return text.ToString();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        lock (_lock)
        {
            foreach (var meter in _meters) meter.Dispose();
        }
    }

    private PrometheusMetric MetricOf(Instrument instrument)
    {
        lock (_lock)
        {
            if (!_metrics.TryGetValue(instrument.Name, out var metric)) _metrics.Add(instrument.Name, metric = new PrometheusMetric(instrument));
            return metric;
        }
    }
}
