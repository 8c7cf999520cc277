using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Kubesharp.Network.Proxy.Nftables;

/// <summary>
/// nftables through Debian's libnftables. A context is neither thread-safe nor free of the thread's network namespace,
/// so it lives on a thread of its own, which may first enter another namespace.
/// </summary>
internal sealed partial class LibNftables : INftables, IAsyncDisposable
{
    private const int QueueLimit = 64;
    private const int ErrorTextLimit = 2000;
    private const int NetworkNamespaceFlag = 0x40000000;
    private readonly BlockingCollection<Request> _requests = new(QueueLimit);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? _networkNamespace;

    /// <param name="networkNamespace">File of the network namespace to work in; null for the one of the process.</param>
    public LibNftables(string? networkNamespace = null)
    {
        _networkNamespace = networkNamespace;
        new Thread(Work) { IsBackground = true, Name = "nftables" }.Start();
    }

    public Task<string> RunAsync(string script, CancellationToken cancellationToken)
    {
        var request = new Request(script);
        if (!_requests.TryAdd(request)) throw new NetworkProgrammingException($"more than {QueueLimit} nftables scripts are waiting");
        return request.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _requests.CompleteAdding();
        await _stopped.Task;
        _requests.Dispose();
    }

    private void Work()
    {
        nint context = 0;
        try
        {
            foreach (var request in _requests.GetConsumingEnumerable())
            {
                try
                {
                    if (context == 0) context = Open();
                    request.Done.SetResult(Run(context, request.Script));
                }
                catch (Exception e) when (e is NetworkProgrammingException or DllNotFoundException or IOException)
                {
                    request.Done.SetException(e as NetworkProgrammingException ?? new NetworkProgrammingException(e.Message, e));
                }
            }
        }
        finally
        {
            if (context != 0) Free(context);
            _stopped.SetResult();
        }
    }

    private nint Open()
    {
        if (_networkNamespace is not null)
        {
            using var file = File.OpenHandle(_networkNamespace);
            if (SetNamespace(file, NetworkNamespaceFlag) != 0)
            {
                throw new NetworkProgrammingException($"entering network namespace {_networkNamespace}: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }

        var context = New(0);
        if (context == 0) throw new NetworkProgrammingException("libnftables could not open a netlink socket");
        _ = BufferOutput(context);
        _ = BufferError(context);
        return context;
    }

    private static string Run(nint context, string script)
    {
        var result = RunFromBuffer(context, script);
        var output = Marshal.PtrToStringUTF8(GetOutput(context)) ?? "";
        var error = Marshal.PtrToStringUTF8(GetError(context)) ?? "";
        if (result == 0) return output;
        throw new NetworkProgrammingException(error.Length > ErrorTextLimit ? error[..ErrorTextLimit] : error);
    }

    [LibraryImport("libnftables.so.1", EntryPoint = "nft_ctx_new")]
    private static partial nint New(uint flags);

    [LibraryImport("libnftables.so.1", EntryPoint = "nft_ctx_free")]
    private static partial void Free(nint context);

    [LibraryImport("libnftables.so.1", EntryPoint = "nft_ctx_buffer_output")]
    private static partial int BufferOutput(nint context);

    [LibraryImport("libnftables.so.1", EntryPoint = "nft_ctx_buffer_error")]
    private static partial int BufferError(nint context);

    [LibraryImport("libnftables.so.1", EntryPoint = "nft_ctx_get_output_buffer")]
    private static partial nint GetOutput(nint context);

    [LibraryImport("libnftables.so.1", EntryPoint = "nft_ctx_get_error_buffer")]
    private static partial nint GetError(nint context);

    [LibraryImport("libnftables.so.1", EntryPoint = "nft_run_cmd_from_buffer", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RunFromBuffer(nint context, string script);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(Microsoft.Win32.SafeHandles.SafeFileHandle file, int kind);

    private sealed class Request(string script)
    {
        public string Script => script;

        public TaskCompletionSource<string> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
