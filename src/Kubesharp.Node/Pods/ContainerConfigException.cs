namespace Kubesharp.Node.Pods;

/// <summary>
/// A container that cannot be configured from its pod and what the pod names, such as an absent ConfigMap. The container waits with
/// the reason <c>CreateContainerConfigError</c> and this message, and is tried again.
/// </summary>
public sealed class ContainerConfigException(string message, Exception? inner = null) : Exception(message, inner);
