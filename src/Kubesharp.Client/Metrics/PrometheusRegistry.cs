using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Kubesharp.Client;

/// <summary>Makes meters, adds up what their instruments report, and writes it in the text format of Prometheus.</summary>
public sealed class PrometheusRegistry : IMeterFactory
{
    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly List<Meter> _meters = [];
    private readonly SortedDictionary<string, Metric> _metrics = new(StringComparer.Ordinal);

    public PrometheusRegistry()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, this)) listener.EnableMeasurementEvents(instrument, MetricOf(instrument));
        };
        _listener.SetMeasurementEventCallback<int>((_, value, tags, metric) => Record(metric, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, metric) => Record(metric, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, metric) => Record(metric, value, tags));
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
        }

        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (_lock)
        {
            foreach (var (name, metric) in _metrics) metric.Write(text, name);
        }

        return text.ToString();
    }

    public void Dispose()
    {
        _listener.Dispose();
        lock (_lock)
        {
            foreach (var meter in _meters) meter.Dispose();
        }
    }

    private Metric MetricOf(Instrument instrument)
    {
        lock (_lock)
        {
            if (!_metrics.TryGetValue(instrument.Name, out var metric)) _metrics.Add(instrument.Name, metric = new Metric(instrument));
            return metric;
        }
    }

    private void Record(object? metric, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock) ((Metric)metric!).Record(value, tags);
    }

    /// <summary>One metric with its series by labels.</summary>
    private sealed class Metric
    {
        private readonly string _help;
        private readonly string _type;
        private readonly bool _isLookedAt;
        private readonly bool _addsUp;
        private readonly double[] _bounds;
        private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);

        public Metric(Instrument instrument)
        {
            _help = instrument.Description ?? "";
            _isLookedAt = instrument.IsObservable;
            var kind = instrument.GetType().Name;
            _type = kind.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram" : kind is "Counter`1" or "ObservableCounter`1" ? "counter" : "gauge";
            _addsUp = kind is "Counter`1" or "UpDownCounter`1";
            _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries is { } bounds ? [.. bounds] : [];
        }

        /// <summary>What is looked at has only the series that are there now.</summary>
        public void StartLook()
        {
            if (_isLookedAt) _series.Clear();
        }

        public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = LabelsOf(tags);
            if (!_series.TryGetValue(labels, out var series)) _series.Add(labels, series = new Series(_bounds.Length + 1));
            series.Value = _addsUp || _type == "histogram" ? series.Value + value : value;
            if (_type != "histogram") return;
            var bucket = Array.FindIndex(_bounds, bound => value <= bound);
            series.Buckets[bucket < 0 ? _bounds.Length : bucket]++;
        }

        public void Write(StringBuilder text, string name)
        {
            text.Append("# HELP ").Append(name).Append(' ').Append(_help).Append('\n');
            text.Append("# TYPE ").Append(name).Append(' ').Append(_type).Append('\n');
            foreach (var (labels, series) in _series)
            {
                if (_type != "histogram")
                {
                    Line(text, name, labels, series.Value);
                    continue;
                }

                long count = 0;
                for (var i = 0; i <= _bounds.Length; i++)
                {
                    count += series.Buckets[i];
                    var bound = i < _bounds.Length ? Number(_bounds[i]) : "+Inf";
                    Line(text, name + "_bucket", labels + (labels.Length > 0 ? "," : "") + $"le=\"{bound}\"", count);
                }

                Line(text, name + "_sum", labels, series.Value);
                Line(text, name + "_count", labels, count);
            }
        }

        private static void Line(StringBuilder text, string name, string labels, double value)
        {
            text.Append(name);
            if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
            text.Append(' ').Append(Number(value)).Append('\n');
        }

        private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

        private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.IsEmpty) return "";
            var parts = new string[tags.Length];
            for (var i = 0; i < parts.Length; i++) parts[i] = $"{tags[i].Key}=\"{Escape(tags[i].Value?.ToString() ?? "")}\"";
            Array.Sort(parts, StringComparer.Ordinal);
            return string.Join(',', parts);
        }

        private static string Escape(string value) => value.AsSpan().IndexOfAny('\\', '"', '\n') < 0
            ? value
            : value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }

    /// <summary>A value, or for histograms their sum and the counts of their buckets.</summary>
    private sealed class Series(int buckets)
    {
        public double Value { get; set; }

        public long[] Buckets { get; } = new long[buckets];
    }
}
