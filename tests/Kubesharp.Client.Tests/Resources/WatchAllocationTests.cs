using System.IO.Pipelines;
using System.Text;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client.Tests.Resources;

public class WatchAllocationTests
{
    private const int Events = 2000;

    /// <summary>Allocated bytes are steady where times are not, so they can be held to a bound.</summary>
    [Fact]
    public void Watch_ManyEvents_AllocatesLittleMoreThanTheObjects()
    {
        var objects = Enumerable.Range(0, Events).Select(i => Json.ConfigMap($"m{i % 50}", $"{100000 + i}", value: "some value")).ToArray();
        var bodies = objects.Select(Encoding.UTF8.GetBytes).ToArray();
        var stream = Encoding.UTF8.GetBytes(string.Concat(objects.Select(text => $$"""{"type":"MODIFIED","object":{{text}}}""" + "\n")));
        Drain(stream);
        foreach (var body in bodies) ApiJson.Decode<ConfigMap>(body);

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var body in bodies) ApiJson.Decode<ConfigMap>(body);
        var decoding = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        Drain(stream);
        var watching = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(watching - decoding < 16 * Events, $"{(watching - decoding) / (double)Events:F1} bytes per event beyond the {decoding / Events} of the object");
    }

    /// <summary>All is buffered, so the whole enumeration runs on this thread.</summary>
    private static void Drain(byte[] stream)
    {
        var reader = PipeReader.Create(new System.Buffers.ReadOnlySequence<byte>(stream));
        var changes = WatchReader<ConfigMap>.ReadAsync(reader, CancellationToken.None).GetAsyncEnumerator();
        var count = 0;
        while (true)
        {
            var next = changes.MoveNextAsync();
            Assert.True(next.IsCompletedSuccessfully);
            if (!next.Result) break;
            count++;
        }

        Assert.Equal(Events, count);
    }
}
