using System.Globalization;
using System.Text.RegularExpressions;
using Kubesharp.Api.Validation;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Functions;

/// <summary>Named formats that texts are checked against.</summary>
internal static partial class FormatFunctions
{
    private static readonly Dictionary<string, NamedFormat> Formats = new(StringComparer.Ordinal)
    {
        ["dns1123Label"] = new("dns1123Label", Names.Dns1123Label),
        ["dns1123Subdomain"] = new("dns1123Subdomain", Names.Dns1123Subdomain),
        ["dns1035Label"] = new("dns1035Label", Names.Dns1035Label),
        ["qualifiedName"] = new("qualifiedName", Names.QualifiedName),
        ["labelValue"] = new("labelValue", Names.LabelValue),
        ["dns1123LabelPrefix"] = new("dns1123LabelPrefix", static text => Names.Dns1123Label(WithoutDash(text))),
        ["dns1123SubdomainPrefix"] = new("dns1123SubdomainPrefix", static text => Names.Dns1123Subdomain(WithoutDash(text))),
        ["dns1035LabelPrefix"] = new("dns1035LabelPrefix", static text => Names.Dns1035Label(WithoutDash(text))),
        ["uri"] = new("uri", static text => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) && (uri.IsAbsoluteUri || text.StartsWith('/')) ? [] : ["invalid URI"]),
        ["uuid"] = new("uuid", static text => Uuid().IsMatch(text) ? [] : ["does not match the UUID format"]),
        ["byte"] = new("byte", static text => Convert.TryFromBase64String(text, new byte[text.Length], out _) ? [] : ["invalid base64"]),
        ["date"] = new("date", static text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? [] : ["invalid date"]),
        ["datetime"] = new("datetime", static text => CelTimestamp.Parse(text).IsError ? ["invalid datetime"] : []),
    };

    public static CelType Type { get; } = new("kubernetes.NamedFormat");

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        .. Formats.Values.Select(format => CelFunction.Global($"format.{format.Name}", 0, _ => new CelOpaque(Type, format))),
        CelFunction.Global("format.named", 1, static arguments => arguments[0] is CelString name ? Formats.TryGetValue(name.Value, out var format) ? CelOptional.Of(new CelOpaque(Type, format)) : CelOptional.None : null),
        CelFunction.Member("validate", 1, static arguments => arguments is [CelOpaque { Value: NamedFormat format }, CelString text] ? Validate(format, text.Value) : null),
    ];

    private static CelOptional Validate(NamedFormat format, string text)
    {
        var problems = format.Check(text);
        return problems.Length == 0 ? CelOptional.None : CelOptional.Of(CelList.Of([.. problems.Select(static problem => (CelValue)new CelString(problem))]));
    }

    /// <summary>A prefix may end with a dash, since more is to follow.</summary>
    private static string WithoutDash(string text) => text.EndsWith('-') ? text[..^1] + "a" : text;

    [GeneratedRegex("^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}$")]
    private static partial Regex Uuid();

    private sealed record NamedFormat(string Name, Func<string, string[]> Check)
    {
        public override string ToString() => Name;
    }
}
