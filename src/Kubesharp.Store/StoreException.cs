namespace Kubesharp.Store;

/// <summary>The store could not do what was asked because of its surroundings: disk, network, a damaged file.</summary>
public class StoreException : Exception
{
    /// <summary>Creates the exception with a one-line message for the operator.</summary>
    public StoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
