namespace Kubesharp.Client;

/// <summary>The configuration of a client cannot be used; the message is one line that says what is wrong and what to do.</summary>
public sealed class KubeConfigException(string message, Exception? inner = null) : Exception(message, inner);
