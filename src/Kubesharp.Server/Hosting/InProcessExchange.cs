using System.IO.Pipelines;
using Kubesharp.Api;
using Kubesharp.Client;
using Kubesharp.Server.Authentication;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kubesharp.Server.Hosting;

/// <summary>
/// One request and its answer inside the process. Records are handed over as they are; bytes, where the caller or the server has nothing
/// else, go through a pipe.
/// </summary>
internal sealed class InProcessExchange : IHttpResponseBodyFeature, IHttpResponseFeature, IHttpRequestLifetimeFeature, IRecordExchange
{
    // As many as nearly every request has, so that the tables need not grow.
    private const int HeaderCount = 3;

    private static readonly PipeOptions BodyOptions = new(pauseWriterThreshold: 1 << 20, resumeWriterThreshold: 1 << 19, useSynchronizationContext: false);

    private readonly TaskCompletionSource<ApiResponse> _answered = new();
    private readonly CancellationTokenSource _aborted = new();
    private readonly CancellationToken _callerToken;
    private readonly DefaultHttpContext _context;
    private readonly ApiRequest _request;
    private Pipe? _body;
    private NotifyingWriter? _writer;
    private Stream? _stream;
    private RecordStream? _records;
    private object? _answer;
    private int _started;

    public InProcessExchange(ApiRequest request, InProcessUser user, CancellationToken cancellationToken)
    {
        _request = request;
        _callerToken = cancellationToken;
        var question = request.PathAndQuery.IndexOf('?');
        var features = new InProcessFeatures(this, user, new WholeBody(request), new HttpRequestFeature
        {
            Method = request.Method,
            Path = Uri.UnescapeDataString(question < 0 ? request.PathAndQuery : request.PathAndQuery[..question]),
            QueryString = question < 0 ? "" : request.PathAndQuery[question..],
            Protocol = "HTTP/2",
            Scheme = "https",
            RawTarget = request.PathAndQuery,
            Body = Stream.Null,
            Headers = new HeaderDictionary(HeaderCount),
        });
        _context = new DefaultHttpContext(features);
        var headers = _context.Request.Headers;
        if (request.ContentType.Length > 0) headers.ContentType = request.ContentType;
        if (request.Accept.Length > 0) headers.Accept = request.Accept;
        if (request.UserAgent.Length > 0) headers.UserAgent = request.UserAgent;
        if (request.ImpersonateUser.Length > 0) headers["Impersonate-User"] = request.ImpersonateUser;
        foreach (var group in request.ImpersonateGroups) headers.Append("Impersonate-Group", group);
        foreach (var (name, value) in request.Headers) headers.Append(name, value);
    }

    /// <summary>Completes as soon as the answer begins.</summary>
    public Task<ApiResponse> Answered => _answered.Task;

    public int StatusCode { get; set; } = 200;

    public string? ReasonPhrase { get; set; }

    IHeaderDictionary IHttpResponseFeature.Headers { get; set; } = new HeaderDictionary(HeaderCount);

    [Obsolete("The response is written through IHttpResponseBodyFeature.")]
    Stream IHttpResponseFeature.Body { get; set; } = Stream.Null;

    public bool HasStarted => Volatile.Read(ref _started) == 1;

    public Stream Stream => _stream ??= Writer.AsStream(leaveOpen: true);

    public PipeWriter Writer => _writer ??= new NotifyingWriter(Body.Writer, Begin);

    IKind? IRecordExchange.Sent => _request.Record;

    bool IRecordExchange.TakesRecords => _request.TakesRecords;

    private Pipe Body => _body ??= new Pipe(BodyOptions);

    public CancellationToken RequestAborted
    {
        get => _aborted.Token;
        set => throw new NotSupportedException();
    }

    /// <summary>Serves the request on the calling thread as far as it goes without waiting.</summary>
    public void Run(RequestPipeline pipeline) => _ = RunAsync(pipeline);

    public void Abort() => _aborted.Cancel();

    public Task CompleteAsync() => Task.CompletedTask;

    public void DisableBuffering()
    {
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        Begin();
        return Task.CompletedTask;
    }

    public void OnStarting(Func<object, Task> callback, object state)
    {
    }

    public void OnCompleted(Func<object, Task> callback, object state)
    {
    }

    void IRecordExchange.Answer(object records) => _answer = records;

    RecordStream IRecordExchange.AnswerStream()
    {
        _answer = _records = new RecordStream();
        Begin();
        return _records;
    }

    private async Task RunAsync(RequestPipeline pipeline)
    {
        Exception? error = null;
        await using (_callerToken.UnsafeRegister(static s => ((InProcessExchange)s!).CancelBeforeAnswer(), this).ConfigureAwait(false))
        {
            try
            {
                await pipeline.ProcessAsync(_context).ConfigureAwait(false);
                if (_writer is not null && !_aborted.IsCancellationRequested) await _writer.FlushAsync().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                error = e;
            }
        }

        var response = HasStarted ? null : Respond();
        _records?.Complete(error);
        if (_body is not null) await _body.Writer.CompleteAsync(error).ConfigureAwait(false);
        // Nothing is left to do, so the caller may go on right on this thread.
        if (error is not null) _answered.TrySetException(error);
        else if (response is not null && _aborted.IsCancellationRequested) _answered.TrySetCanceled(_callerToken);
        else if (response is not null) _answered.TrySetResult(response);
    }

    private void CancelBeforeAnswer()
    {
        _aborted.Cancel();
        if (!_answered.Task.IsCompleted) Elsewhere(static exchange => exchange._answered.TrySetCanceled(exchange._callerToken));
    }

    /// <summary>Gives the caller its answer while the request is still being served.</summary>
    private void Begin()
    {
        if (Interlocked.Exchange(ref _started, 1) == 1) return;
        Elsewhere(static exchange => exchange._answered.TrySetResult(exchange.Respond()));
    }

    private Response Respond() => _answer is null ? new Response(this, Body.Reader) : new Response(this, _answer);

    private void Elsewhere(Action<InProcessExchange> action) => ThreadPool.UnsafeQueueUserWorkItem(action, this, preferLocal: true);

    /// <summary>The whole body of the request, at hand from the start.</summary>
    private sealed class WholeBody(ApiRequest request) : IRequestBodyPipeFeature
    {
        public PipeReader Reader => field ??= PipeReader.Create(new System.Buffers.ReadOnlySequence<byte>(request.Body));
    }

    /// <summary>Tells of the first flush: from then on the caller has its answer.</summary>
    private sealed class NotifyingWriter(PipeWriter inner, Action begin) : PipeWriter
    {
        public override bool CanGetUnflushedBytes => true;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null)
        {
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            begin();
            return inner.FlushAsync(cancellationToken);
        }
    }

    /// <summary>The answer; giving it up ends the request.</summary>
    private sealed class Response : ApiResponse
    {
        private readonly InProcessExchange _exchange;

        public Response(InProcessExchange exchange, PipeReader body)
            : base(exchange.StatusCode, body) => _exchange = exchange;

        public Response(InProcessExchange exchange, object records)
            : base(exchange.StatusCode, records) => _exchange = exchange;

        public override IReadOnlyDictionary<string, string> Headers => field ??= ((IHttpResponseFeature)_exchange).Headers.ToDictionary(
            static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync().ConfigureAwait(false);
            _exchange._aborted.Cancel();
        }
    }
}
