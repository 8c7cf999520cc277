namespace Kubesharp.Client;

/// <summary>The queue was shut down and holds nothing more; a worker that sees it ends.</summary>
public sealed class WorkQueueClosedException() : OperationCanceledException("the work queue is shut down");
