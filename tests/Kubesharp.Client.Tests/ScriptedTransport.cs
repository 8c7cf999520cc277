using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Kubesharp.Client;

namespace Kubesharp.Client.Tests;

/// <summary>A transport whose answers the test gives, one request at a time.</summary>
internal sealed class ScriptedTransport : IApiTransport
{
    private readonly Queue<Exchange> _waiting = new();

    /// <summary>Every request so far.</summary>
    public List<ApiRequest> Requests { get; } = [];

    public int WaitingCount => _waiting.Count;

    /// <summary>Answers at once instead of leaving the request to the test; null leaves it.</summary>
    public Func<ApiRequest, ApiResponse?>? Auto { get; set; }

    public Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        if (Auto?.Invoke(request) is { } response) return Task.FromResult(response);
        var exchange = new Exchange(request, cancellationToken);
        _waiting.Enqueue(exchange);
        return exchange.Response;
    }

    /// <summary>The oldest request that has no answer yet.</summary>
    public Exchange Next(string method, string path)
    {
        Assert.True(_waiting.Count > 0, $"no request is waiting; expected {method} {path}");
        var exchange = _waiting.Dequeue();
        Assert.Equal(method, exchange.Request.Method);
        Assert.Equal(path, exchange.Request.PathAndQuery.Split('?')[0]);
        return exchange;
    }

    public static ApiResponse Answer(int status, string body, params (string Name, string Value)[] headers) =>
        new(status, new MemoryStream(Encoding.UTF8.GetBytes(body)), headers.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.OrdinalIgnoreCase));

    internal sealed class Exchange
    {
        private readonly TaskCompletionSource<ApiResponse> _response = new();

        public Exchange(ApiRequest request, CancellationToken cancellationToken)
        {
            Request = request;
            CancellationToken = cancellationToken;
            cancellationToken.Register(() => _response.TrySetCanceled(cancellationToken));
        }

        public ApiRequest Request { get; }

        public CancellationToken CancellationToken { get; }

        public Task<ApiResponse> Response => _response.Task;

        public IReadOnlyDictionary<string, string> Query
        {
            get
            {
                var parts = Request.PathAndQuery.Split('?', 2);
                if (parts.Length == 1) return new Dictionary<string, string>();
                return parts[1].Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
            }
        }

        public string Body => Encoding.UTF8.GetString(Request.Body.Span);

        public void Respond(string body, int status = 200, params (string Name, string Value)[] headers) => _response.SetResult(Answer(status, body, headers));

        public void Refuse(int code, string reason, string message, int retryAfter = 0) =>
            Respond(Json.Status(code, reason, message, retryAfter), code);

        public void Fail(Exception exception) => _response.SetException(exception);

        public WatchStream Stream()
        {
            var pipe = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0));
            _response.SetResult(new ApiResponse(200, pipe.Reader));
            return new WatchStream(pipe);
        }
    }

    internal sealed class WatchStream(Pipe pipe)
    {
        public void Send(string text) => SendBytes(Encoding.UTF8.GetBytes(text));

        public void SendBytes(ReadOnlySpan<byte> bytes)
        {
            pipe.Writer.Write(bytes);
            Assert.True(pipe.Writer.FlushAsync().IsCompleted);
        }

        public void Event(string type, string json) => Send($$"""{"type":"{{type}}","object":{{json}}}""" + "\n");

        public void End() => pipe.Writer.Complete();

        public void Break() => pipe.Writer.Complete(new IOException("connection reset by peer"));
    }
}
