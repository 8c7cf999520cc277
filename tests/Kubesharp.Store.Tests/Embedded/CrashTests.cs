using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kubesharp.Store.Embedded;

namespace Kubesharp.Store.Tests.Embedded;

/// <summary>Kills the writing process with SIGKILL, again and again on the same file, and looks at what is there afterwards.</summary>
public sealed class CrashTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int Kills = 12;

    [Fact]
    public async Task Kill_InTheMiddleOfConcurrentWrites_LosesNoAcknowledgedWriteAndTearsNone()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(20);
        var acknowledged = new (long Step, long Revision)[CrashWriter.Writers];
        var total = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var acks = await WriteAndKillAsync(folder.DataFile, random.Next(1, 2000), acknowledged);
            total += acks;
            await using var store = await CrashWriter.OpenAsync(folder.DataFile);
            var unacknowledged = await CheckAsync(store, acknowledged);
            output.WriteLine($"kill {kill}: {acks} acknowledged, {unacknowledged} more found, revision {store.Revision}");
        }

        Assert.True(total > Kills, "too little was written to prove anything");
    }

    [Fact]
    public async Task DataFile_OpenInAnotherProcess_IsRefusedInOneLine()
    {
        using var folder = new TemporaryFolder();
        using var process = Start("hold-open", folder.DataFile);
        try
        {
            Assert.Equal("open", await process.StandardOutput.ReadLineAsync());
            var exception = await Assert.ThrowsAsync<StoreInUseException>(() => CrashWriter.OpenAsync(folder.DataFile));
            Assert.DoesNotContain('\n', exception.Message);
            Assert.Contains("in use", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        await (await CrashWriter.OpenAsync(folder.DataFile)).DisposeAsync();
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add(typeof(CrashTests).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Lets a process write, kills it after a number of acknowledgements, and notes every acknowledgement it got out.</summary>
    private static async Task<int> WriteAndKillAsync(string dataFile, int killAfter, (long Step, long Revision)[] acknowledged)
    {
        using var process = Start("crash-writer", dataFile);
        var count = 0;
        try
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                // Lines are written whole and are shorter than what a pipe takes in one piece, so the kill cuts none.
                var numbers = line.Split(' ').Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
                var before = acknowledged[numbers[0]];
                Assert.Equal(before.Step + 1, numbers[1]);
                Assert.True(numbers[2] > before.Revision, "revisions must grow");
                acknowledged[numbers[0]] = (numbers[1], numbers[2]);
                if (++count == killAfter) process.Kill();
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        return count;
    }

    private static async Task<int> CheckAsync(EmbeddedStore store, (long Step, long Revision)[] acknowledged)
    {
        var unacknowledged = 0;
        for (var writer = 0; writer < CrashWriter.Writers; writer++)
        {
            var counter = await store.GetAsync(CrashWriter.CounterKey(writer));
            var (ackedStep, ackedRevision) = acknowledged[writer];
            if (counter is null)
            {
                Assert.Equal(0, ackedStep);
                continue;
            }

            // A writer has one step under way: that one may or may not be there.
            var step = long.Parse(Encoding.UTF8.GetString(counter.Value.Span), CultureInfo.InvariantCulture);
            Assert.InRange(step, ackedStep, ackedStep + 1);
            if (step == ackedStep) Assert.Equal(ackedRevision, counter.ModRevision);
            else Assert.True(counter.ModRevision > ackedRevision, "revisions must grow");
            Assert.Equal(step, counter.Version);
            Assert.True(store.Revision >= counter.ModRevision, "the store's revision must cover its content");
            for (var back = step; back > Math.Max(0, step - CrashWriter.KeysPerWriter); back--)
            {
                var data = await store.GetAsync(CrashWriter.DataKey(writer, back));
                Assert.Equal(CrashWriter.DataValue(writer, back), data?.Value.ToArray());
                if (back == step && data is not null) Assert.Equal(counter.ModRevision, data.ModRevision);
            }

            if (step > ackedStep) unacknowledged++;
            acknowledged[writer] = (step, counter.ModRevision);
        }

        return unacknowledged;
    }
}
