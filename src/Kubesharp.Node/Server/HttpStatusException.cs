namespace Kubesharp.Node.Server;

/// <summary>A request that is answered with a status and a text.</summary>
internal sealed class HttpStatusException(int status, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Status => status;
}
