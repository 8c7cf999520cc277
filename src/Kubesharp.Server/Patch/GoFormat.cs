using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kubesharp.Server.Patch;

/// <summary>JSON values as Go's formatter prints them (<c>map[a:1 b:[x y]]</c>), which some of upstream's messages contain.</summary>
internal static class GoFormat
{
    public static string Value(JsonTree value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>A list of values.</summary>
    public static string List(List<JsonTree> values)
    {
        var text = new StringBuilder();
        AppendList(text, values);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonTree value)
    {
        switch (value.Kind)
        {
            case JsonValueKind.Object:
                var members = value.MembersNow().Select(member => (Name: JsonStrings.Decode(member.Name.Span), member.Value)).ToList();
                members.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
                text.Append("map[");
                for (var i = 0; i < members.Count; i++)
                {
                    if (i > 0) text.Append(' ');
                    text.Append(members[i].Name).Append(':');
                    Append(text, members[i].Value);
                }

                text.Append(']');
                break;
            case JsonValueKind.Array:
                AppendList(text, value.Items);
                break;
            case JsonValueKind.Null:
                text.Append("<nil>");
                break;
            case JsonValueKind.Number:
                text.Append(Number(JsonStrings.Decode(value.Scalar())));
                break;
            default:
                text.Append(JsonStrings.Decode(value.Scalar()));
                break;
        }
    }

    private static void AppendList(StringBuilder text, List<JsonTree> values)
    {
        text.Append('[');
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0) text.Append(' ');
            Append(text, values[i]);
        }

        text.Append(']');
    }

    // Whole numbers print as they are, others as Go prints a float64.
    private static string Number(string json)
    {
        if (long.TryParse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) return json;
        return double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal) : json;
    }
}
