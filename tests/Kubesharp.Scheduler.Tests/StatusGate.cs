using Kubesharp.Client;

namespace Kubesharp.Scheduler.Tests;

/// <summary>Holds up everything that is written about the status of one pod until told to let it through.</summary>
internal sealed class StatusGate(IApiTransport inner, string pod) : IApiTransport
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _through = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When a status is held up.</summary>
    public Task Held => _held.Task;

    /// <summary>When the first status that was held up has been written.</summary>
    public Task Through => _through.Task;

    public void Open() => _open.TrySetResult();

    public async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (!request.PathAndQuery.Contains($"/pods/{pod}/status", StringComparison.Ordinal)) return await inner.SendAsync(request, cancellationToken);
        _held.TrySetResult();
        await _open.Task.WaitAsync(cancellationToken);
        var response = await inner.SendAsync(request, cancellationToken);
        _through.TrySetResult();
        return response;
    }
}
