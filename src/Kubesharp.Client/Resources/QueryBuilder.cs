using System.Globalization;
using System.Runtime.CompilerServices;

namespace Kubesharp.Client;

/// <summary>Builds a path with a query, escaping values.</summary>
internal ref struct QueryBuilder
{
    private DefaultInterpolatedStringHandler _text;
    private bool _hasQuery;

    public QueryBuilder(string path)
    {
        _text = new DefaultInterpolatedStringHandler(64, 0, CultureInfo.InvariantCulture);
        _text.AppendLiteral(path);
    }

    /// <summary>Adds a pair; an empty value adds nothing.</summary>
    public void Add(string name, string value)
    {
        if (value.Length == 0) return;
        Name(name);
        _text.AppendLiteral(Uri.EscapeDataString(value));
    }

    public void Add(string name, long value)
    {
        Name(name);
        _text.AppendFormatted(value);
    }

    public string Build() => _text.ToStringAndClear();

    private void Name(string name)
    {
        _text.AppendLiteral(_hasQuery ? "&" : "?");
        _text.AppendLiteral(name);
        _text.AppendLiteral("=");
        _hasQuery = true;
    }
}
