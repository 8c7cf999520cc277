using System.Runtime.CompilerServices;
using Kubesharp.Node.Cri.Containerd;

namespace Kubesharp.Node.Cri;

/// <summary>Ends of containers as containerd itself reports them, for versions whose CRI has no event stream.</summary>
public sealed class ContainerdEvents(GrpcChannel channel)
{
    private const string CriNamespace = "k8s.io";

    /// <summary>The IDs of containers and sandboxes whose main process has just ended; CRI may notice a moment later.</summary>
    /// <exception cref="GrpcException">The runtime is not containerd, or the stream ended.</exception>
    public async IAsyncEnumerable<string> ExitsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var request = new SubscribeRequest { Filters = { "topic==\"/tasks/exit\"" } };
        await foreach (var envelope in channel.StreamAsync("/containerd.services.events.v1.Events/Subscribe", request, Envelope.Parser, cancel))
        {
            if (envelope.Namespace != CriNamespace || envelope.Event is null) continue;
            var exit = TaskExit.Parser.ParseFrom(envelope.Event.Value);
            if (exit.Id == exit.ContainerId) yield return exit.ContainerId;
        }
    }
}
