using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Kubesharp.Api.Generator;

/// <summary>Builds indented C# text.</summary>
internal sealed class SourceText
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public SourceText Line(string line = "")
    {
        if (line.Length > 0) _text.Append(' ', _depth * 4).Append(line);
        _text.Append('\n');
        return this;
    }

    public SourceText Open(string? line = null)
    {
        if (line is not null) Line(line);
        Line("{");
        _depth++;
        return this;
    }

    public SourceText Close(string end = "}")
    {
        _depth--;
        return Line(end);
    }

    public static string Quote(string text) => SymbolDisplay.FormatLiteral(text, true);

    public override string ToString() => _text.ToString();
}
