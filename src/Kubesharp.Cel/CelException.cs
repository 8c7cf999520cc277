namespace Kubesharp.Cel;

/// <summary>An expression that cannot be compiled.</summary>
public sealed class CelException : Exception
{
    /// <param name="message">What is wrong.</param>
    /// <param name="position">Where, in characters from the start of the expression.</param>
    public CelException(string message, int position)
        : base(message) => Position = position;

    /// <summary>Characters from the start of the expression to what is wrong.</summary>
    public int Position { get; }
}
