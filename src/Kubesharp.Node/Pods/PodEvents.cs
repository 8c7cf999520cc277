using Kubesharp.Api.Core.V1;
using Kubesharp.Client;

namespace Kubesharp.Node.Pods;

/// <summary>Writes the events of pods through the client's recorder.</summary>
internal sealed class PodEvents(EventRecorder recorder) : IPodEvents
{
    public void Normal(Pod pod, string? container, string reason, string message) => Record(pod, container, EventTypes.Normal, reason, message);

    public void Warning(Pod pod, string? container, string reason, string message) => Record(pod, container, EventTypes.Warning, reason, message);

    private void Record(Pod pod, string? container, string type, string reason, string message)
    {
        if (container is null)
        {
            recorder.Event(pod, type, reason, message);
            return;
        }

        var list = pod.FindContainer(container)?.Kind switch
        {
            ContainerKind.Init => "initContainers",
            ContainerKind.Ephemeral => "ephemeralContainers",
            _ => "containers",
        };
        recorder.Event(ObjectReferences.To(pod, $"spec.{list}{{{container}}}"), type, reason, message);
    }
}
