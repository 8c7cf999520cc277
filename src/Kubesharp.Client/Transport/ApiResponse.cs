using System.Collections.ObjectModel;
using System.IO.Pipelines;
using Kubesharp.Api;

namespace Kubesharp.Client;

/// <summary>Answer to an <see cref="ApiRequest"/>. Disposing it ends the request, also when the body has not been read to its end.</summary>
public class ApiResponse : IAsyncDisposable
{
    private static readonly StreamPipeReaderOptions ReaderOptions = new(bufferSize: 16 * 1024, leaveOpen: true);
    private PipeReader? _reader;
    private Stream? _body;

    public ApiResponse(int statusCode, Stream body, IReadOnlyDictionary<string, string>? headers = null)
    {
        StatusCode = statusCode;
        _body = body;
        Headers = headers ?? ReadOnlyDictionary<string, string>.Empty;
    }

    /// <summary>For transports whose body is a pipe already, such as the one inside a process.</summary>
    public ApiResponse(int statusCode, PipeReader body, IReadOnlyDictionary<string, string>? headers = null)
    {
        StatusCode = statusCode;
        _reader = body;
        Headers = headers ?? ReadOnlyDictionary<string, string>.Empty;
    }

    /// <summary>For a server in the same process, which answers with records.</summary>
    public ApiResponse(int statusCode, object records, IReadOnlyDictionary<string, string>? headers = null)
    {
        StatusCode = statusCode;
        Records = records;
        Headers = headers ?? ReadOnlyDictionary<string, string>.Empty;
    }

    public int StatusCode { get; }

    /// <summary>
    /// What is answered instead of bytes to a request that takes records: an <see cref="IKind"/>, a <see cref="RecordList"/> or a
    /// <see cref="RecordStream"/>. Null when the body is bytes.
    /// </summary>
    public object? Records { get; }

    public bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>Response headers; names are compared without case by the transports of this project.</summary>
    public virtual IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Whether the body is protobuf.</summary>
    public virtual bool IsProtobuf => Headers.TryGetValue("Content-Type", out var type) && MediaTypes.IsProtobuf(type);

    /// <summary>The body as a stream; use either this or <see cref="Reader"/>.</summary>
    public Stream Body => _body ??= _reader!.AsStream(leaveOpen: true);

    /// <summary>The body as a pipe; use either this or <see cref="Body"/>.</summary>
    public PipeReader Reader => _reader ??= PipeReader.Create(_body!, ReaderOptions);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_reader is not null) await _reader.CompleteAsync();
        if (_body is not null) await _body.DisposeAsync();
    }
}
