namespace Kubesharp.Client;

/// <summary>What the factory runs, whatever the kind.</summary>
internal interface IInformerLoop
{
    bool HasSynced { get; }

    Task WaitForSyncAsync(CancellationToken cancellationToken);

    /// <summary>Runs until cancelled; never throws otherwise.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
