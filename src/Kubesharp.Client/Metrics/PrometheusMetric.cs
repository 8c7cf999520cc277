using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Kubesharp.Client;

/// <summary>One metric with its series by labels.</summary>
internal sealed class PrometheusMetric
{
    private readonly string _name;
    private readonly string _help;
    private readonly string _type;
    private readonly bool _isLookedAt;
    private readonly bool _addsUp;
    private readonly double[] _bounds;
    private readonly ConcurrentDictionary<string, PrometheusSeries> _series = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PrometheusSeries>.AlternateLookup<ReadOnlySpan<char>> _byText;

    public PrometheusMetric(Instrument instrument)
    {
        _name = instrument.Name;
        _help = instrument.Description ?? "";
        _isLookedAt = instrument.IsObservable;
        var kind = instrument.GetType().Name;
        _type = kind.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram" : kind is "Counter`1" or "ObservableCounter`1" ? "counter" : "gauge";
        _addsUp = _type == "histogram" || kind is "Counter`1" or "UpDownCounter`1";
        _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries is { } bounds ? [.. bounds] : [];
        _byText = _series.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>What is looked at has only the series that are there now.</summary>
    public void StartLook()
    {
        if (_isLookedAt) _series.Clear();
    }

    /// <summary>Takes a measurement in; allocates nothing when the labels are known.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Span<char> buffer = stackalloc char[PrometheusLabels.MaxLength];
        var labels = buffer[..PrometheusLabels.Render(buffer, tags)];
        if (!_byText.TryGetValue(labels, out var series)) series = _series.GetOrAdd(labels.ToString(), _ => new PrometheusSeries(_bounds.Length + 1));
        var bucket = 0;
        while (bucket < _bounds.Length && value > _bounds[bucket]) bucket++;
        series.Record(value, _addsUp, bucket);
    }

    public void Write(StringBuilder text)
    {
        if (_series.IsEmpty) return;
        text.Append("# HELP ").Append(_name).Append(' ').Append(_help).Append('\n');
        text.Append("# TYPE ").Append(_name).Append(' ').Append(_type).Append('\n');
        foreach (var (labels, series) in _series.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            if (_type == "histogram") WriteHistogram(text, labels, series);
            else Line(text, "", labels, series.Value);
        }
    }

    private void WriteHistogram(StringBuilder text, string labels, PrometheusSeries series)
    {
        var (sum, counts) = series.Read();
        long total = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            var bound = $"le=\"{(i < _bounds.Length ? PrometheusLabels.Number(_bounds[i]) : "+Inf")}\"";
            Line(text, "_bucket", labels.Length == 0 ? bound : $"{labels},{bound}", total);
        }

        Line(text, "_sum", labels, sum);
        Line(text, "_count", labels, total);
    }

    private void Line(StringBuilder text, string suffix, string labels, double value)
    {
        text.Append(_name).Append(suffix);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(PrometheusLabels.Number(value)).Append('\n');
    }
}
