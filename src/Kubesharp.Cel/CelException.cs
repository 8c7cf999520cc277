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

    /// <summary>What is wrong as upstream writes it: with line and column, and a mark under the place.</summary>
    /// <param name="expression">The expression.</param>
    public string Describe(string expression)
    {
        var position = Math.Min(Position, expression.Length);
        var start = position == 0 ? 0 : expression.LastIndexOf('\n', position - 1) + 1;
        var line = expression.AsSpan(0, start).Count('\n') + 1;
        var end = expression.IndexOf('\n', start) is >= 0 and var found ? found : expression.Length;
        return $"ERROR: <input>:{line}:{position - start + 1}: {Message}\n | {expression[start..end]}\n | {new string('.', position - start)}^";
    }
}
