using System.Diagnostics.Metrics;

namespace Kubesharp.Client.Tests;

/// <summary>Metrics as Prometheus reads them.</summary>
public sealed class PrometheusRegistryTests
{
    [Fact]
    public void Write_EveryKindOfInstrument_InItsForm()
    {
        using var registry = new PrometheusRegistry();
        var meter = registry.Create(new MeterOptions("test"));
        var waiting = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 };
        var total = meter.CreateCounter<long>("runs_total", description: "Runs.");
        var level = meter.CreateUpDownCounter<int>("level", description: "Level.");
        var seconds = meter.CreateHistogram("took_seconds", description: "Time.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        meter.CreateObservableGauge("waiting", () => waiting.Select(entry => new Measurement<int>(entry.Value, new KeyValuePair<string, object?>("queue", entry.Key))), description: "Waiting.");

        total.Add(2, new("result", "ok \"1\""), new KeyValuePair<string, object?>("profile", "p"));
        total.Add(1, new("result", "ok \"1\""), new KeyValuePair<string, object?>("profile", "p"));
        level.Add(3);
        level.Add(-1);
        seconds.Record(0.5);
        seconds.Record(0.75);
        seconds.Record(2);
        registry.Write();
        waiting.Remove("a");
        Assert.Equal(
            """
            # HELP level Level.
            # TYPE level gauge
            level 2
            # HELP runs_total Runs.
            # TYPE runs_total counter
            runs_total{result="ok \"1\"",profile="p"} 3
            # HELP took_seconds Time.
            # TYPE took_seconds histogram
            took_seconds_bucket{le="0.5"} 1
            took_seconds_bucket{le="1"} 2
            took_seconds_bucket{le="+Inf"} 3
            took_seconds_sum 3.25
            took_seconds_count 3
            # HELP waiting Waiting.
            # TYPE waiting gauge
            waiting{queue="b"} 2

            """,
            registry.Write());
    }

    [Fact]
    public void Write_OddLabels_AreEscaped()
    {
        using var registry = new PrometheusRegistry();
        var counter = registry.Create(new MeterOptions("test")).CreateCounter<long>("things_total", description: "Things.");
        Assert.Equal("", registry.Write());
        counter.Add(2, new KeyValuePair<string, object?>("name", "a\"b\\c\nd"));
        counter.Add(3);
        Assert.Equal("# HELP things_total Things.\n# TYPE things_total counter\nthings_total 3\nthings_total{name=\"a\\\"b\\\\c\\nd\"} 2\n", registry.Write());
    }

    [Fact]
    public void Write_MeterOfAnother_IsNotThere()
    {
        using var registry = new PrometheusRegistry();
        using var other = new Meter("other");
        other.CreateCounter<long>("other_total").Add(1);
        Assert.Equal("", registry.Write());
    }
}
