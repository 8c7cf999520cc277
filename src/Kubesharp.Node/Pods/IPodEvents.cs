using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>Tells users what happens to a pod, by Event objects. Never blocks and never fails.</summary>
public interface IPodEvents
{
    /// <param name="pod">The pod it is about.</param>
    /// <param name="container">The container it is about, or null for the pod as a whole.</param>
    /// <param name="reason">One word.</param>
    /// <param name="message">A sentence.</param>
    void Normal(Pod pod, string? container, string reason, string message);

    /// <inheritdoc cref="Normal"/>
    void Warning(Pod pod, string? container, string reason, string message);
}
