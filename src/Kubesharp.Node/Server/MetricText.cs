using System.Globalization;
using System.Text;

namespace Kubesharp.Node.Server;

/// <summary>Writes metrics in the text format of Prometheus.</summary>
internal sealed class MetricText
{
    private readonly StringBuilder _text = new();

    /// <summary>Begins a family.</summary>
    public void Family(string name, string type, string help) => _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    /// <summary>Adds one value.</summary>
    /// <param name="name">Name of the family.</param>
    /// <param name="labels">All labels as they are written, without braces.</param>
    /// <param name="value">The value.</param>
    /// <param name="at">When it was read; null for values that are of the moment.</param>
    public void Sample(string name, string labels, double value, long? at = null)
    {
        _text.Append(name);
        if (labels.Length > 0) _text.Append('{').Append(labels).Append('}');
        _text.Append(CultureInfo.InvariantCulture, $" {value:R}");
        if (at is not null) _text.Append(CultureInfo.InvariantCulture, $" {at}");
        _text.Append('\n');
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());
}
