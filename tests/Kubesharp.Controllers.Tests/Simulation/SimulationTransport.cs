using System.IO.Pipelines;
using Kubesharp.Client;

namespace Kubesharp.Controllers.Tests.Simulation;

/// <summary>Connects one process to the server, counts the requests under way, and dies at a chosen request, before or after the server got it.</summary>
internal sealed class SimulationTransport(IApiTransport inner, SimulationLoop loop) : IApiTransport
{
    private int _underWay;
    private int _left = int.MaxValue;
    private bool _answerLost;

    /// <summary>Whether no request is under way; watches that have begun do not count.</summary>
    public bool IsQuiet => Volatile.Read(ref _underWay) == 0;

    public bool IsDead { get; private set; }

    /// <summary>Cuts the connection for good.</summary>
    public void Die() => IsDead = true;

    /// <summary>Cuts the connection at a later request that writes.</summary>
    /// <param name="writes">Writes that still go through.</param>
    /// <param name="answerLost">Whether the server gets the last one all the same, and only the answer is lost.</param>
    public void DieAfter(int writes, bool answerLost) => (_left, _answerLost) = (writes, answerLost);

    public Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (IsDead) return Task.FromException<ApiResponse>(new IOException("the process is dead"));
        var last = request.Method != "GET" && _left-- == 0;
        if (last) IsDead = true;
        if (last && !_answerLost) return Task.FromException<ApiResponse>(new IOException("the process died"));
        Interlocked.Increment(ref _underWay);
        var answer = new TaskCompletionSource<ApiResponse>();
        _ = RunAsync(request, last, answer, cancellationToken);
        return answer.Task;
    }

    private async Task RunAsync(ApiRequest request, bool answerLost, TaskCompletionSource<ApiResponse> answer, CancellationToken cancellationToken)
    {
        try
        {
            var response = await inner.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var result = response.Records is not null ? response : request.PathAndQuery.Contains("watch=true", StringComparison.Ordinal) && response.IsSuccess
                ? Stream(response, cancellationToken)
                : await WholeAsync(response, cancellationToken).ConfigureAwait(false);
            if (answerLost) answer.TrySetException(new IOException("the process died before the answer came"));
            else answer.TrySetResult(result);
        }
        catch (OperationCanceledException)
        {
            answer.TrySetCanceled(cancellationToken);
        }
        catch (Exception e)
        {
            answer.TrySetException(e);
        }

        // Only now: whoever waits for the answer has been lined up in the loop.
        Interlocked.Decrement(ref _underWay);
        loop.Wake();
    }

    private static async Task<ApiResponse> WholeAsync(ApiResponse response, CancellationToken cancellationToken)
    {
        await using (response.ConfigureAwait(false))
        {
            var body = new MemoryStream();
            await response.Reader.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
            body.Position = 0;
            return new ApiResponse(response.StatusCode, body, response.Headers);
        }
    }

    /// <summary>Hands the stream of a watch over to the loop's thread.</summary>
    private static Watch Stream(ApiResponse response, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        _ = CopyAsync();
        return new Watch(response, pipe.Reader);

        async Task CopyAsync()
        {
            try
            {
                await response.Reader.CopyToAsync(pipe.Writer, cancellationToken).ConfigureAwait(false);
                await pipe.Writer.CompleteAsync().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                await pipe.Writer.CompleteAsync(new IOException("the watch ended", e)).ConfigureAwait(false);
            }
        }
    }

    private sealed class Watch(ApiResponse inner, PipeReader reader) : ApiResponse(inner.StatusCode, reader, inner.Headers)
    {
        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await inner.DisposeAsync();
        }
    }
}
