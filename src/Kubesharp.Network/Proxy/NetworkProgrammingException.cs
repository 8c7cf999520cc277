namespace Kubesharp.Network.Proxy;

/// <summary>The node refused a change of its packet rules; the message is the one of the kernel's tool.</summary>
public sealed class NetworkProgrammingException : Exception
{
    public NetworkProgrammingException(string message)
        : base(message)
    {
    }

    public NetworkProgrammingException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
