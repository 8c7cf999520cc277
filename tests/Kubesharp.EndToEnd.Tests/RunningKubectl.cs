using System.Diagnostics;
using System.Text;

namespace Kubesharp.EndToEnd.Tests;

/// <summary>A kubectl that goes on until it is ended, such as <c>logs -f</c>; what it prints can be waited for.</summary>
public sealed class RunningKubectl : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private readonly Process _process;
    private readonly Task _reading;
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ended;

    internal RunningKubectl(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        _ = _reading.ContinueWith(_ => Note("", ended: true), TaskScheduler.Default);
    }

    /// <summary>Everything printed so far, complaints included.</summary>
    public string Text
    {
        get
        {
            lock (_text) return _text.ToString();
        }
    }

    /// <summary>Waits until what was printed is as expected.</summary>
    public async Task<string> UntilAsync(Func<string, bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            string text;
            Task more;
            bool ended;
            lock (_text) (text, more, ended) = (_text.ToString(), _more.Task, _ended);
            if (condition(text)) return text;
            if (ended) throw new InvalidOperationException("kubectl ended after printing: " + text);
            try
            {
                await more.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException("kubectl printed only: " + text, e);
            }
        }
    }

    /// <summary>Waits until a text was printed.</summary>
    public Task<string> UntilAsync(string text) => UntilAsync(printed => printed.Contains(text, StringComparison.Ordinal));

    /// <summary>Types something.</summary>
    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>How it ended.</returns>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            await _reading.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException("kubectl did not end; it printed: " + Text, e);
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer)) > 0) Note(new string(buffer, 0, read), ended: false);
    }

    private void Note(string text, bool ended)
    {
        TaskCompletionSource more;
        lock (_text)
        {
            _text.Append(text);
            _ended |= ended;
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        more.TrySetResult();
    }
}
