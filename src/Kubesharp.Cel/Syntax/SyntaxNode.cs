using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Syntax;

/// <summary>A part of an expression as it was written.</summary>
/// <param name="Position">Where it starts.</param>
internal abstract record SyntaxNode(int Position);

internal sealed record LiteralSyntax(CelValue Value, int Position) : SyntaxNode(Position);

/// <param name="Name">The name.</param>
/// <param name="IsAbsolute">Whether a dot goes before it, so that the container is not looked at.</param>
/// <param name="Position">Where it starts.</param>
internal sealed record IdentifierSyntax(string Name, bool IsAbsolute, int Position) : SyntaxNode(Position);

/// <param name="Operand">What has the field.</param>
/// <param name="Field">Name of the field.</param>
/// <param name="IsOptional">Whether an absent field gives an absent value.</param>
/// <param name="Position">Where it starts.</param>
internal sealed record SelectSyntax(SyntaxNode Operand, string Field, bool IsOptional, int Position) : SyntaxNode(Position);

internal sealed record IndexSyntax(SyntaxNode Operand, SyntaxNode Index, bool IsOptional, int Position) : SyntaxNode(Position);

/// <summary>A call of a function, of a method, or an operator, whose name is then the operator itself.</summary>
internal sealed record CallSyntax(SyntaxNode? Target, string Name, IReadOnlyList<SyntaxNode> Arguments, int Position, bool IsAbsolute = false) : SyntaxNode(Position);

/// <summary>Operators with one or two operands, and the conditional with three.</summary>
internal sealed record OperatorSyntax(string Symbol, IReadOnlyList<SyntaxNode> Operands, int Position) : SyntaxNode(Position);

/// <param name="Item">The item.</param>
/// <param name="IsOptional">Whether the item is left out when it is an absent value.</param>
internal readonly record struct ItemSyntax(SyntaxNode Item, bool IsOptional);

internal sealed record ListSyntax(IReadOnlyList<ItemSyntax> Items, int Position) : SyntaxNode(Position);

internal readonly record struct EntrySyntax(SyntaxNode Key, SyntaxNode Value, bool IsOptional);

internal sealed record MapSyntax(IReadOnlyList<EntrySyntax> Entries, int Position) : SyntaxNode(Position);

/// <summary>An object of a named type.</summary>
internal sealed record ObjectSyntax(string Type, IReadOnlyList<(string Field, SyntaxNode Value, bool IsOptional)> Fields, int Position) : SyntaxNode(Position);
