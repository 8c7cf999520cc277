using System.Globalization;

namespace Kubesharp.Client;

/// <summary>Labels and numbers as Prometheus reads them.</summary>
internal static class PrometheusLabels
{
    /// <summary>Most characters of all labels of a series; what is beyond is left out.</summary>
    public const int MaxLength = 1024;

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Writes <c>verb="GET",code="200"</c> and returns its length.</summary>
    public static int Render(Span<char> buffer, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var length = 0;
        foreach (var (name, value) in tags)
        {
            var text = Escape(value as string ?? value?.ToString() ?? "");
            if (length + name.Length + text.Length + 4 > buffer.Length) break;
            if (length > 0) buffer[length++] = ',';
            name.CopyTo(buffer[length..]);
            length += name.Length;
            buffer[length++] = '=';
            buffer[length++] = '"';
            text.CopyTo(buffer[length..]);
            length += text.Length;
            buffer[length++] = '"';
        }

        return length;
    }

    private static string Escape(string text) => text.AsSpan().ContainsAny('"', '\\', '\n')
        ? text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
        : text;
}
