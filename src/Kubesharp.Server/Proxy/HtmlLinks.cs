using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Kubesharp.Server.Proxy;

/// <summary>
/// Rewrites the links of a page that comes in pieces. Only the values of the links change; every other character stays as it came, so pages
/// may be read as Latin-1 whatever their encoding.
/// </summary>
/// <param name="rewrite">Makes the new link of one, both as they are written in the page.</param>
internal sealed class HtmlLinks(Func<string, string> rewrite)
{
    private const int MaxTagChars = 64 * 1024;
    private const string Comment = "<!--";

    private static readonly FrozenDictionary<string, string[]> Links = new Dictionary<string, string[]>
    {
        ["a"] = ["href"],
        ["applet"] = ["codebase"],
        ["area"] = ["href"],
        ["audio"] = ["src"],
        ["base"] = ["href"],
        ["blockquote"] = ["cite"],
        ["body"] = ["background"],
        ["button"] = ["formaction"],
        ["command"] = ["icon"],
        ["del"] = ["cite"],
        ["embed"] = ["src"],
        ["form"] = ["action"],
        ["frame"] = ["src", "longdesc"],
        ["head"] = ["profile"],
        ["html"] = ["manifest"],
        ["iframe"] = ["src", "longdesc"],
        ["img"] = ["src", "longdesc", "usemap"],
        ["input"] = ["src", "usemap", "formaction"],
        ["ins"] = ["cite"],
        ["link"] = ["href"],
        ["object"] = ["data", "classid", "codebase", "usemap"],
        ["q"] = ["cite"],
        ["script"] = ["src"],
        ["source"] = ["src"],
        ["video"] = ["src", "poster"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Elements whose contents are text up to their end tags, whatever it looks like.</summary>
    private static readonly FrozenSet<string> TextElements =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes");

    private static readonly SearchValues<char> Spaces = SearchValues.Create(" \t\r\n\f");
    private static readonly SearchValues<char> SpacesAndSlash = SearchValues.Create(" \t\r\n\f/");
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n\f/>=");
    private static readonly SearchValues<char> ValueEnds = SearchValues.Create(" \t\r\n\f>");
    private static readonly SearchValues<char> SingleQuote = SearchValues.Create("'");
    private static readonly SearchValues<char> DoubleQuote = SearchValues.Create("\"");

    private string _held = "";
    private string? _textEnd;

    /// <summary>Takes the next piece of the page and gives what can be passed on: all but an unfinished tag.</summary>
    public string Rewrite(string piece, bool isLast)
    {
        var html = _held + piece;
        var output = new StringBuilder(html.Length);
        var position = 0;
        while (position < html.Length)
        {
            var mayGoOn = _textEnd is null ? Markup(html, ref position, output, isLast) : Text(html, _textEnd, ref position, output, isLast);
            if (!mayGoOn) break;
        }

        _held = html[position..];
        return output.ToString();
    }

    private bool Text(string html, string textEnd, ref int position, StringBuilder output, bool isLast)
    {
        var start = position;
        var found = html.IndexOf(textEnd, start, StringComparison.OrdinalIgnoreCase);
        // The end of the piece may be the beginning of the text's end.
        position = found >= 0 ? found : isLast ? html.Length : Math.Max(start, html.Length - textEnd.Length + 1);
        output.Append(html, start, position - start);
        if (found >= 0) _textEnd = null;
        return found >= 0;
    }

    private bool Markup(string html, ref int position, StringBuilder output, bool isLast)
    {
        var open = html.IndexOf('<', position);
        if (open < 0) open = html.Length;
        output.Append(html, position, open - position);
        position = open;
        var rest = html.AsSpan(open);
        if (!isLast && Comment.StartsWith(rest, StringComparison.Ordinal) && rest.Length < Comment.Length) return false;
        if (rest.StartsWith(Comment, StringComparison.Ordinal))
        {
            // The dashes of the beginning may be those of the end.
            output.Append("<!");
            position += 2;
            _textEnd = "-->";
        }
        else if (rest.Length > 1 && char.IsAsciiLetter(rest[1]))
        {
            var end = Tag(html, open, output);
            if (end < 0 && !isLast && rest.Length < MaxTagChars) return false;
            // What never becomes a tag is not looked at again from each "<" in it.
            if (end < 0) output.Append(html, open, (end = html.Length) - open);
            position = end;
        }
        else if (rest.Length > 0)
        {
            output.Append('<');
            position++;
        }

        return true;
    }

    /// <summary>Writes a tag with its links rewritten and gives its end; writes nothing and gives -1 when the tag is not finished.</summary>
    private int Tag(string html, int open, StringBuilder output)
    {
        var begun = output.Length;
        var copied = open;
        var at = Find(html, open + 1, NameEnds);
        var tag = html[(open + 1)..at];
        var links = Links.GetValueOrDefault(tag, []);
        while ((at = Skip(html, at, SpacesAndSlash)) < html.Length && html[at] != '>')
        {
            var nameStart = at;
            var nameEnd = Find(html, at + 1, NameEnds);
            at = Skip(html, nameEnd, Spaces);
            if (at == html.Length || html[at] != '=') continue;
            at = Skip(html, at + 1, Spaces);
            var quoted = at < html.Length && html[at] is '"' or '\'';
            var start = quoted ? at + 1 : at;
            var end = Find(html, start, !quoted ? ValueEnds : html[at] == '"' ? DoubleQuote : SingleQuote);
            at = quoted ? Math.Min(end + 1, html.Length) : end;
            if (!links.Contains(html[nameStart..nameEnd], StringComparer.OrdinalIgnoreCase)) continue;
            output.Append(html, copied, start - copied).Append(rewrite(html[start..end]));
            copied = end;
        }

        if (at == html.Length)
        {
            output.Length = begun;
            return -1;
        }

        output.Append(html, copied, at + 1 - copied);
        if (TextElements.Contains(tag)) _textEnd = "</" + tag;
        return at + 1;
    }

    private static int Find(string html, int from, SearchValues<char> ends)
    {
        var found = html.AsSpan(from).IndexOfAny(ends);
        return found < 0 ? html.Length : from + found;
    }

    private static int Skip(string html, int from, SearchValues<char> skipped)
    {
        var found = html.AsSpan(from).IndexOfAnyExcept(skipped);
        return found < 0 ? html.Length : from + found;
    }
}
