namespace Kubesharp.Cel.Syntax;

internal enum TokenKind
{
    End,
    Identifier,
    Int,
    Uint,
    Double,
    String,
    Bytes,

    /// <summary>Operators and brackets; which one is in the text.</summary>
    Symbol,
}

/// <summary>A piece of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The identifier, symbol, digits, or the text of a string without escapes.</param>
/// <param name="Position">Where it starts.</param>
/// <param name="Bytes">Value of a bytes literal.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position, byte[]? Bytes = null);
