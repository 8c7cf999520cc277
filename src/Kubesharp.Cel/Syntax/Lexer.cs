using System.Globalization;
using System.Text;

namespace Kubesharp.Cel.Syntax;

/// <summary>Splits an expression into tokens.</summary>
internal sealed class Lexer(string source)
{
    private static readonly string[] Symbols =
        ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}"];

    private int _position;

    public List<Token> Read()
    {
        var tokens = new List<Token>();
        while (true)
        {
            var token = Next();
            tokens.Add(token);
            if (token.Kind == TokenKind.End) return tokens;
        }
    }

    private char Peek(int ahead = 0) => _position + ahead < source.Length ? source[_position + ahead] : '\0';

    private Token Next()
    {
        SkipSpace();
        var start = _position;
        if (start == source.Length) return new(TokenKind.End, "<EOF>", start);
        var c = Peek();
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1)))) return Number();
        if (c is '"' or '\'') return Text(isRaw: false, isBytes: false);
        if (StringPrefix(out var raw, out var bytes)) return Text(raw, bytes);
        if (char.IsAsciiLetter(c) || c == '_')
        {
            while (char.IsAsciiLetterOrDigit(Peek()) || Peek() == '_') _position++;
            return new(TokenKind.Identifier, source[start.._position], start);
        }

        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(source, start, symbol, 0, symbol.Length) != 0) continue;
            _position += symbol.Length;
            return new(TokenKind.Symbol, symbol, start);
        }

        throw new CelException($"Syntax error: token recognition error at: '{c}'", start);
    }

    private void SkipSpace()
    {
        while (_position < source.Length)
        {
            if (Peek() is ' ' or '\t' or '\r' or '\n' or '\f') _position++;
            else if (Peek() == '/' && Peek(1) == '/') _position = source.IndexOf('\n', _position) is >= 0 and var end ? end : source.Length;
            else return;
        }
    }

    /// <summary>Takes the letters before a quote that say how to read the text; none are taken when there is no quote.</summary>
    private bool StringPrefix(out bool raw, out bool bytes)
    {
        raw = bytes = false;
        for (var length = 0; length < 3; length++)
        {
            switch (Peek(length))
            {
                case 'r' or 'R' when !raw:
                    raw = true;
                    continue;
                case 'b' or 'B' when !bytes && length == 0:
                    bytes = true;
                    continue;
                case '"' or '\'' when length > 0:
                    _position += length;
                    return true;
            }

            return false;
        }

        return false;
    }

    private Token Number()
    {
        var start = _position;
        if (Peek() == '0' && Peek(1) is 'x' or 'X')
        {
            _position += 2;
            while (char.IsAsciiHexDigit(Peek())) _position++;
            return Suffixed(start);
        }

        while (char.IsAsciiDigit(Peek())) _position++;
        var isDouble = false;
        if (Peek() == '.' && char.IsAsciiDigit(Peek(1)))
        {
            isDouble = true;
            _position++;
            while (char.IsAsciiDigit(Peek())) _position++;
        }

        if (Peek() is 'e' or 'E')
        {
            var digits = Peek(1) is '+' or '-' ? 2 : 1;
            if (char.IsAsciiDigit(Peek(digits)))
            {
                isDouble = true;
                _position += digits;
                while (char.IsAsciiDigit(Peek())) _position++;
            }
        }

        return isDouble ? new(TokenKind.Double, source[start.._position], start) : Suffixed(start);
    }

    private Token Suffixed(int start)
    {
        var text = source[start.._position];
        if (Peek() is not ('u' or 'U')) return new(TokenKind.Int, text, start);
        _position++;
        return new(TokenKind.Uint, text, start);
    }

    private Token Text(bool isRaw, bool isBytes)
    {
        var start = _position;
        var quote = Peek();
        var isLong = Peek(1) == quote && Peek(2) == quote;
        _position += isLong ? 3 : 1;
        var text = new StringBuilder();
        var bytes = new List<byte>();
        while (true)
        {
            if (_position >= source.Length) throw Unterminated(start);
            var c = Peek();
            if (c == quote && (!isLong || (Peek(1) == quote && Peek(2) == quote)))
            {
                _position += isLong ? 3 : 1;
                return isBytes ? new(TokenKind.Bytes, "", start, [.. bytes]) : new(TokenKind.String, text.ToString(), start);
            }

            if (!isLong && c is '\n' or '\r') throw Unterminated(start);
            if (c == '\\' && !isRaw) Escape(isBytes, text, bytes);
            else Plain(isBytes, text, bytes);
        }
    }

    private static CelException Unterminated(int start) => new("Syntax error: token recognition error: the text has no end", start);

    private void Plain(bool isBytes, StringBuilder text, List<byte> bytes)
    {
        var length = char.IsHighSurrogate(Peek()) && char.IsLowSurrogate(Peek(1)) ? 2 : 1;
        if (isBytes) bytes.AddRange(Encoding.UTF8.GetBytes(source.Substring(_position, length)));
        else text.Append(source, _position, length);
        _position += length;
    }

    private void Escape(bool isBytes, StringBuilder text, List<byte> bytes)
    {
        var start = _position++;
        var c = Peek();
        _position++;
        var simple = c switch
        {
            'a' => 7,
            'b' => 8,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            '\\' or '\'' or '"' or '`' or '?' => c,
            _ => -1,
        };
        if (simple >= 0)
        {
            if (isBytes) bytes.Add((byte)simple);
            else text.Append((char)simple);
            return;
        }

        var number = c switch
        {
            'x' or 'X' => Digits(start, 2, 16),
            'u' when !isBytes => Digits(start, 4, 16),
            'U' when !isBytes => Digits(start, 8, 16),
            >= '0' and <= '3' => Octal(start),
            _ => throw new CelException("Syntax error: unable to unescape string", start),
        };
        if (isBytes) bytes.Add((byte)number);
        else if (Rune.IsValid(number)) text.Append(new Rune(number).ToString());
        else throw new CelException("Syntax error: invalid unicode code point", start);
    }

    private int Octal(int start)
    {
        _position--;
        return Digits(start, 3, 8);
    }

    private int Digits(int start, int count, int numberBase)
    {
        long number = 0;
        for (var i = 0; i < count; i++)
        {
            var digit = char.IsAsciiHexDigit(Peek()) ? int.Parse(Peek().ToString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : numberBase;
            if (digit >= numberBase) throw new CelException("Syntax error: unable to unescape string", start);
            number = (number * numberBase) + digit;
            _position++;
        }

        return number > int.MaxValue ? -1 : (int)number;
    }
}
