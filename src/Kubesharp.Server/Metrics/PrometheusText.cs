using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Kubesharp.Server.Metrics;

/// <summary>
/// What the instruments of a meter have measured, in Prometheus' text form. Nothing is measured before the first <see cref="Write"/>, so a
/// server that nobody asks spends nothing on it.
/// </summary>
internal sealed class PrometheusText(Meter meter) : IDisposable
{
    private const int MaxLabels = 1024;
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private bool _started;

    /// <summary>Everything measured so far.</summary>
    public string Write()
    {
        lock (_lock)
        {
            if (!_started) Start();
            foreach (var family in _families.Values.Where(family => family.IsObservable)) family.Series.Clear();
            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var family in _families.Values) family.Write(text);
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private static void Measure(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Span<char> buffer = stackalloc char[MaxLabels];
        ((Family)state!).Measure(buffer[..Labels.Render(buffer, tags)], value);
    }

    private void Start()
    {
        _started = true;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter != meter) return;
            var family = new Family(instrument);
            _families.Add(instrument.Name, family);
            listener.EnableMeasurementEvents(instrument, family);
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Measure(state, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Measure(state, value, tags));
        _listener.Start();
    }

    /// <summary>One instrument with all its combinations of labels.</summary>
    private sealed class Family(Instrument instrument)
    {
        private readonly double[] _bounds = [.. (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? []];

        public bool IsObservable => instrument.IsObservable;

        public ConcurrentDictionary<string, Series> Series { get; } = new(StringComparer.Ordinal);

        private string Kind => instrument switch
        {
            Histogram<double> => "histogram",
            Counter<long> or ObservableCounter<double> => "counter",
            _ => "gauge",
        };

        public void Measure(ReadOnlySpan<char> labels, double value)
        {
            var byText = Series.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!byText.TryGetValue(labels, out var series)) series = Series.GetOrAdd(labels.ToString(), _ => new Series(_bounds.Length + 1));
            series.Add(value, _bounds);
        }

        public void Write(StringBuilder text)
        {
            if (Series.IsEmpty) return;
            text.Append("# HELP ").Append(instrument.Name).Append(' ').Append(instrument.Description).Append('\n');
            text.Append("# TYPE ").Append(instrument.Name).Append(' ').Append(Kind).Append('\n');
            foreach (var (labels, series) in Series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                if (Kind == "histogram") series.WriteHistogram(text, instrument.Name, labels, _bounds);
                else text.Append(instrument.Name).Append(Labels.Braced(labels)).Append(' ').Append(Labels.Number(series.Sum)).Append('\n');
            }
        }
    }

    /// <summary>The measurements with one combination of labels.</summary>
    private sealed class Series(int buckets)
    {
        private readonly long[] _counts = new long[buckets];
        private readonly Lock _lock = new();
        private double _sum;

        public double Sum
        {
            get
            {
                lock (_lock) return _sum;
            }
        }

        public void Add(double value, double[] bounds)
        {
            var bucket = 0;
            while (bucket < bounds.Length && value > bounds[bucket]) bucket++;
            lock (_lock)
            {
                _sum += value;
                _counts[bucket]++;
            }
        }

        public void WriteHistogram(StringBuilder text, string name, string labels, double[] bounds)
        {
            lock (_lock)
            {
                var total = 0L;
                for (var i = 0; i < _counts.Length; i++)
                {
                    total += _counts[i];
                    var bound = $"le=\"{(i < bounds.Length ? Labels.Number(bounds[i]) : "+Inf")}\"";
                    text.Append(name).Append("_bucket").Append(Labels.Braced(labels.Length == 0 ? bound : $"{labels},{bound}")).Append(' ').Append(total).Append('\n');
                }

                text.Append(name).Append("_sum").Append(Labels.Braced(labels)).Append(' ').Append(Labels.Number(_sum)).Append('\n');
                text.Append(name).Append("_count").Append(Labels.Braced(labels)).Append(' ').Append(total).Append('\n');
            }
        }
    }

    private static class Labels
    {
        public static string Braced(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";

        public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

        /// <summary>Writes <c>verb="GET",code="200"</c>; labels that do not fit are left out.</summary>
        public static int Render(Span<char> buffer, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var length = 0;
            foreach (var (name, value) in tags)
            {
                var text = value?.ToString() ?? "";
                if (text.AsSpan().ContainsAny('"', '\\', '\n'))
                    text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
                if (length + name.Length + text.Length + 4 > buffer.Length) break;
                if (length > 0) buffer[length++] = ',';
                name.CopyTo(buffer[length..]);
                length += name.Length;
                buffer[length++] = '=';
                buffer[length++] = '"';
                text.CopyTo(buffer[length..]);
                length += text.Length;
                buffer[length++] = '"';
            }

            return length;
        }
    }
}
