using System.IO.Pipelines;
using Kubesharp.Client;
using Kubesharp.Server.Authentication;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kubesharp.Server.Hosting;

/// <summary>Reaches a server in the same process: the same pipeline as over HTTPS, without sockets and without proof of identity.</summary>
public sealed class InProcessTransport : IApiTransport
{
    private readonly RequestPipeline _pipeline;
    private readonly InProcessUser _user;

    internal InProcessTransport(RequestPipeline pipeline, UserIdentity user)
    {
        _pipeline = pipeline;
        _user = new InProcessUser(user);
    }

    public async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var exchange = new InProcessExchange(request, _user, cancellationToken);
        exchange.Run(_pipeline);
        return await exchange.Answered.ConfigureAwait(false);
    }
}

/// <summary>One request and its answer inside the process.</summary>
internal sealed class InProcessExchange : IHttpResponseBodyFeature, IHttpResponseFeature, IHttpRequestLifetimeFeature
{
    private static readonly PipeOptions BodyOptions = new(pauseWriterThreshold: 1 << 20, resumeWriterThreshold: 1 << 19, useSynchronizationContext: false);

    private readonly Pipe _body = new(BodyOptions);
    private readonly TaskCompletionSource<ApiResponse> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _aborted;
    private readonly CancellationToken _callerToken;
    private readonly DefaultHttpContext _context;
    private readonly NotifyingWriter _writer;
    private Stream? _stream;
    private int _started;

    public InProcessExchange(ApiRequest request, InProcessUser user, CancellationToken cancellationToken)
    {
        _aborted = new CancellationTokenSource();
        _callerToken = cancellationToken;
        _writer = new NotifyingWriter(_body.Writer, Begin);
        var question = request.PathAndQuery.IndexOf('?');
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = request.Method,
            Path = Uri.UnescapeDataString(question < 0 ? request.PathAndQuery : request.PathAndQuery[..question]),
            QueryString = question < 0 ? "" : request.PathAndQuery[question..],
            Protocol = "HTTP/2",
            Scheme = "https",
            RawTarget = request.PathAndQuery,
            Body = Stream.Null,
        });
        features.Set<IRequestBodyPipeFeature>(new WholeBody(request.Body));
        features.Set<IHttpResponseFeature>(this);
        features.Set<IHttpResponseBodyFeature>(this);
        features.Set<IHttpRequestLifetimeFeature>(this);
        features.Set(user);
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

    IHeaderDictionary IHttpResponseFeature.Headers { get; set; } = new HeaderDictionary();

    [Obsolete("The response is written through IHttpResponseBodyFeature.")]
    Stream IHttpResponseFeature.Body { get; set; } = Stream.Null;

    public bool HasStarted => Volatile.Read(ref _started) == 1;

    public Stream Stream => _stream ??= _writer.AsStream(leaveOpen: true);

    public PipeWriter Writer => _writer;

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

    private async Task RunAsync(RequestPipeline pipeline)
    {
        await using var registration = _callerToken.UnsafeRegister(static s => ((InProcessExchange)s!).CancelBeforeAnswer(), this).ConfigureAwait(false);
        try
        {
            await pipeline.ProcessAsync(_context).ConfigureAwait(false);
            if (_aborted.IsCancellationRequested && !HasStarted)
            {
                _answered.TrySetCanceled(_callerToken);
            }
            else
            {
                await _writer.FlushAsync().ConfigureAwait(false);
                Begin();
            }

            await _body.Writer.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _answered.TrySetException(e);
            await _body.Writer.CompleteAsync(e).ConfigureAwait(false);
        }
    }

    private void CancelBeforeAnswer()
    {
        _aborted.Cancel();
        _answered.TrySetCanceled(_callerToken);
    }

    private void Begin()
    {
        if (Interlocked.Exchange(ref _started, 1) == 1) return;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in ((IHttpResponseFeature)this).Headers) headers[name] = value.ToString();
        _answered.TrySetResult(new Response(this, StatusCode, headers));
    }

    /// <summary>The whole body of the request, at hand from the start.</summary>
    private sealed class WholeBody(ReadOnlyMemory<byte> body) : IRequestBodyPipeFeature
    {
        public PipeReader Reader { get; } = PipeReader.Create(new System.Buffers.ReadOnlySequence<byte>(body));
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
    private sealed class Response(InProcessExchange exchange, int statusCode, IReadOnlyDictionary<string, string> headers)
        : ApiResponse(statusCode, exchange._body.Reader, headers)
    {
        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync().ConfigureAwait(false);
            exchange._aborted.Cancel();
        }
    }
}
