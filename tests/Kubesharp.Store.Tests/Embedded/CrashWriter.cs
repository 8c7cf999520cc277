using System.Globalization;
using System.Text;
using Kubesharp.Store.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Store.Tests.Embedded;

/// <summary>
/// The process the crash test kills: writers that each go through the same endless plan of writes, and say on standard output which of
/// them were acknowledged.
/// </summary>
internal static class CrashWriter
{
    public const int Writers = 12;
    public const int KeysPerWriter = 5;

    public static async Task<int> RunAsync(string dataFile)
    {
        await using var store = await OpenAsync(dataFile);
        var output = new AckWriter(Console.OpenStandardOutput());
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteForeverAsync(store, writer, output))));
        return 0;
    }

    /// <summary>Opens the file, says so, and keeps it open until standard input ends.</summary>
    public static async Task<int> HoldOpenAsync(string dataFile)
    {
        await using var store = await OpenAsync(dataFile);
        Console.WriteLine("open");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public static Task<EmbeddedStore> OpenAsync(string dataFile) => EmbeddedStore.OpenAsync(
        new EmbeddedStoreOptions { Path = dataFile, HistoryRetention = TimeSpan.Zero }, TimeProvider.System, NullLogger.Instance);

    /// <summary>The key that counts a writer's steps; each step changes it together with one of the writer's other keys.</summary>
    public static string CounterKey(int writer) => $"/w/{writer:D2}/counter";

    public static string DataKey(int writer, long step) => $"/w/{writer:D2}/data{step % KeysPerWriter}";

    /// <summary>Every tenth step deletes its data key, the others write a value of a size and content that follow from the step.</summary>
    public static byte[]? DataValue(int writer, long step)
    {
        if (step % 10 == 9) return null;
        var value = new byte[100 + ((step * 131) + (writer * 17)) % 5000];
        new Random((int)((step * 1000) + writer)).NextBytes(value);
        return value;
    }

    private static async Task WriteForeverAsync(EmbeddedStore store, int writer, AckWriter output)
    {
        var counter = await store.GetAsync(CounterKey(writer));
        var step = counter is null ? 0 : long.Parse(Encoding.UTF8.GetString(counter.Value.Span), CultureInfo.InvariantCulture);
        var guard = counter?.ModRevision ?? 0;
        while (true)
        {
            step++;
            var data = DataValue(writer, step);
            var result = await store.CommitAsync(
            [
                StoreOperation.Put(CounterKey(writer), Encoding.UTF8.GetBytes($"{step}"), guard),
                data is null ? StoreOperation.Delete(DataKey(writer, step)) : StoreOperation.Put(DataKey(writer, step), data),
            ]);
            if (!result.Succeeded) throw new InvalidOperationException($"writer {writer} lost its counter at step {step}");
            guard = result.Revision;
            output.Write($"{writer} {step} {result.Revision}\n");
            if (writer == 0 && step % 50 == 0) await store.CompactAsync(result.Revision - 20);
        }
    }

    /// <summary>Whole lines, written through at once, so that what was acknowledged can be read after the kill.</summary>
    private sealed class AckWriter(Stream stream)
    {
        private readonly Lock _gate = new();

        public void Write(string line)
        {
            lock (_gate) stream.Write(Encoding.ASCII.GetBytes(line));
        }
    }
}
