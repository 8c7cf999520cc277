using System.Text;
using Kubesharp.Node.Server;

namespace Kubesharp.Node.Tests.Server;

public sealed class ContainerLogReaderTests : IDisposable
{
    private const string Log = """
        2026-01-01T00:00:01.000000001Z stdout F one
        2026-01-01T00:00:02.000000001Z stderr F two
        2026-01-01T00:00:03.000000001Z stdout P thr
        2026-01-01T00:00:03.000000002Z stdout F ee
        2026-01-01T00:00:04.000000001Z stdout F 

        """;

    private readonly string _file = Path.Combine(Path.GetTempPath(), "ks-log-" + Guid.NewGuid().ToString("N"));
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 5, TimeSpan.Zero));

    public ContainerLogReaderTests() => File.WriteAllText(_file, Log);

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(_file) + "*")) File.Delete(file);
    }

    [Fact]
    public async Task Copy_WholeLog_JoinsPartialLines() => Assert.Equal("one\ntwo\nthree\n\n", await ReadAsync(new LogOptions()));

    [Fact]
    public async Task Copy_Timestamps_StandAtTheBeginningOfLines() => Assert.Equal(
        "2026-01-01T00:00:02.000000001Z two\n2026-01-01T00:00:03.000000001Z three\n2026-01-01T00:00:04.000000001Z \n",
        await ReadAsync(new LogOptions { Timestamps = true, TailLines = 4 }));

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "\n")]
    [InlineData(2, "ee\n\n")]
    [InlineData(5, "one\ntwo\nthree\n\n")]
    [InlineData(99, "one\ntwo\nthree\n\n")]
    public async Task Copy_Tail_CountsLinesFromTheEnd(int lines, string expected) => Assert.Equal(expected, await ReadAsync(new LogOptions { TailLines = lines }));

    [Fact]
    public async Task Copy_Limit_CutsBytes() => Assert.Equal("one\ntw", await ReadAsync(new LogOptions { LimitBytes = 6 }));

    [Fact]
    public async Task Copy_Since_LeavesOutWhatIsOlder()
    {
        Assert.Equal("three\n\n", await ReadAsync(new LogOptions { SinceSeconds = 2 }));
        Assert.Equal("\n", await ReadAsync(new LogOptions { SinceTime = new DateTimeOffset(2026, 1, 1, 0, 0, 4, TimeSpan.Zero) }));
    }

    [Fact]
    public async Task Copy_OneStream_LeavesOutTheOther() => Assert.Equal("two\n", await ReadAsync(new LogOptions { Stream = "stderr" }));

    [Fact]
    public async Task Copy_Follow_GoesOnAfterARotationUntilTheContainerEnds()
    {
        using var output = new MemoryStream();
        var looks = 0;
        var copy = new ContainerLogReader(TimeProvider.System).CopyAsync(
            _file,
            new LogOptions { Follow = true, TailLines = 0 },
            output,
            _ =>
            {
                looks++;
                if (looks == 1) File.AppendAllText(_file, "2026-01-01T00:00:06Z stdout F more\n");
                if (looks == 2)
                {
                    File.Move(_file, _file + ".old");
                    File.WriteAllText(_file, "2026-01-01T00:00:07Z stdout F rotated\n");
                }

                return Task.FromResult(looks < 3);
            },
            CancellationToken.None);

        await copy.WaitAsync(ContainerRuntimeFixture.Patience);

        Assert.Equal("more\nrotated\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    private async Task<string> ReadAsync(LogOptions options)
    {
        using var output = new MemoryStream();
        await new ContainerLogReader(_time).CopyAsync(_file, options, output, _ => Task.FromResult(false), CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
