namespace Kubesharp.Node.Pods;

/// <summary>Finds the runtime's own name for a RuntimeClass.</summary>
internal interface IRuntimeHandlers
{
    /// <summary>The handler of a class; empty, which means the default one, for no class.</summary>
    /// <exception cref="Cri.GrpcException">There is no such class; the message is the one for the pod's event.</exception>
    Task<string> HandlerOfAsync(string? runtimeClass, CancellationToken cancel);
}
