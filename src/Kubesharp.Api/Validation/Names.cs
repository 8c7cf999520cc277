using System.Buffers;

namespace Kubesharp.Api.Validation;

/// <summary>
/// The rules for names, labels and keys. Each method returns what is wrong, in Kubernetes' words, and the shared empty array when
/// nothing is, so that a valid value costs no allocation.
/// </summary>
public static class Names
{
    public const int LabelMaxLength = 63;
    public const int SubdomainMaxLength = 253;

    private const string Dns1123LabelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string Dns1123SubdomainPattern = Dns1123LabelPattern + "(\\." + Dns1123LabelPattern + ")*";
    private const string Dns1123UnderscoreLabelPattern = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private const string Dns1035LabelPattern = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private const string QualifiedNamePattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string QualifiedNameSentence = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

    private static readonly SearchValues<char> Lower = SearchValues.Create("abcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> EnvVar = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c != '=')]);
    private static readonly SearchValues<char> LowerAlphanumeric = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> Dns1123 = SearchValues.Create("-abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> Dns1123Underscore = SearchValues.Create("-_abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> Qualified = SearchValues.Create("-_.ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> HeaderName = SearchValues.Create("-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>A label of a DNS name: lower-case letters, digits and hyphens, at most 63.</summary>
    public static string[] Dns1123Label(string value)
    {
        var fits = value.Length <= LabelMaxLength;
        var shaped = IsDns1123Label(value);
        if (fits && shaped) return [];
        return Messages(
            fits ? null : TooManyCharacters(LabelMaxLength),
            shaped ? null : IsDns1123Subdomain(value) ? "must not contain dots" : PatternError(
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
                Dns1123LabelPattern,
                "my-name",
                "123-abc"));
    }

    /// <summary>A DNS name: labels separated by dots, at most 253 characters.</summary>
    public static string[] Dns1123Subdomain(string value)
    {
        var fits = value.Length <= SubdomainMaxLength;
        var shaped = IsDns1123Subdomain(value);
        if (fits && shaped) return [];
        return Messages(
            fits ? null : TooManyCharacters(SubdomainMaxLength),
            shaped ? null : SubdomainPatternError());
    }

    /// <summary>A DNS name whose labels may contain underscores.</summary>
    public static string[] Dns1123SubdomainWithUnderscore(string value)
    {
        var fits = value.Length <= SubdomainMaxLength;
        var shaped = EveryLabel(value, static label =>
        {
            if (label.StartsWith('_')) label = label[1..];
            return IsBounded(label, Dns1123Underscore);
        });
        if (fits && shaped) return [];
        return Messages(
            fits ? null : TooManyCharacters(SubdomainMaxLength),
            shaped ? null : PatternError(
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
                Dns1123UnderscoreLabelPattern + "(\\." + Dns1123UnderscoreLabelPattern + ")*",
                "example.com"));
    }

    /// <summary>A DNS label that starts with a letter, as the names of Services have to.</summary>
    public static string[] Dns1035Label(string value)
    {
        var fits = value.Length <= LabelMaxLength;
        var shaped = IsDns1123Label(value) && !char.IsAsciiDigit(value[0]);
        if (fits && shaped) return [];
        return Messages(
            fits ? null : TooManyCharacters(LabelMaxLength),
            shaped ? null : PatternError(
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
                Dns1035LabelPattern,
                "my-name",
                "abc-123"));
    }

    /// <summary>A DNS name after <c>*.</c>, as hosts of an Ingress may be.</summary>
    public static string[] WildcardDns1123Subdomain(string value)
    {
        var fits = value.Length <= SubdomainMaxLength;
        var shaped = value.StartsWith("*.", StringComparison.Ordinal) && IsDns1123Subdomain(value.AsSpan(2));
        if (fits && shaped) return [];
        return Messages(
            fits ? null : TooManyCharacters(SubdomainMaxLength),
            shaped ? null : PatternError(
                "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
                "\\*\\." + Dns1123SubdomainPattern,
                "*.example.com"));
    }

    /// <summary>A key of a label, annotation, taint or extended resource: a name, or a DNS name, a slash and a name.</summary>
    public static string[] QualifiedName(string value)
    {
        var slash = value.IndexOf('/');
        if (slash >= 0 && value.IndexOf('/', slash + 1) >= 0)
        {
            return [$"a qualified name {PatternError(QualifiedNameSentence, QualifiedNamePattern, "MyName", "my.name", "123-abc")} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];
        }

        var name = value.AsSpan(slash + 1);
        if (slash != 0 && name.Length is > 0 and <= LabelMaxLength && IsQualified(name) && (slash < 0 || slash <= SubdomainMaxLength && IsDns1123Subdomain(value.AsSpan(0, slash)))) return [];

        List<string> messages = [];
        if (slash == 0) messages.Add("prefix part " + Empty);
        if (slash > SubdomainMaxLength) messages.Add("prefix part " + TooManyBytes(SubdomainMaxLength));
        if (slash > 0 && !IsDns1123Subdomain(value.AsSpan(0, slash))) messages.Add("prefix part " + SubdomainPatternError());
        if (name.IsEmpty) messages.Add("name part " + Empty);
        else if (name.Length > LabelMaxLength) messages.Add("name part " + TooManyBytes(LabelMaxLength));
        if (!IsQualified(name)) messages.Add("name part " + PatternError(QualifiedNameSentence, QualifiedNamePattern, "MyName", "my.name", "123-abc"));
        return [.. messages];
    }

    /// <summary>The value of a label: empty, or a name of at most 63 characters.</summary>
    public static string[] LabelValue(string value)
    {
        var fits = value.Length <= LabelMaxLength;
        var shaped = value.Length == 0 || IsQualified(value);
        if (fits && shaped) return [];
        return Messages(
            fits ? null : TooManyBytes(LabelMaxLength),
            shaped ? null : PatternError(
                "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
                $"({QualifiedNamePattern})?",
                "MyValue",
                "my_value",
                "12345"));
    }

    /// <summary>The name of a port: at most 15 lower-case letters, digits and single hyphens, with at least one letter.</summary>
    public static string[] PortName(string value)
    {
        var valid = value.Length is > 0 and <= 15
            && !value.AsSpan().ContainsAnyExcept(Dns1123)
            && value.AsSpan().ContainsAny(Lower)
            && !value.Contains("--", StringComparison.Ordinal)
            && value[0] != '-' && value[^1] != '-';
        if (valid) return [];
        return Messages(
            value.Length > 15 ? TooManyCharacters(15) : null,
            value.Length == 0 || value.AsSpan().ContainsAnyExcept(Dns1123) ? "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)" : null,
            value.AsSpan().ContainsAny(Lower) ? null : "must contain at least one letter (a-z)",
            value.Contains("--", StringComparison.Ordinal) ? "must not contain consecutive hyphens" : null,
            value.StartsWith('-') || value.EndsWith('-') ? "must not begin or end with a hyphen" : null);
    }

    /// <summary>A name that can stand as one segment of a URL path, as the names of RBAC roles have to.</summary>
    public static string[] PathSegment(string value)
    {
        if (value is "." or "..") return [$"may not be '{value}'"];
        return Messages(
            value.Contains('/') ? "may not contain '/'" : null,
            value.Contains('%') ? "may not contain '%'" : null);
    }

    /// <summary>A number followed by a percent sign.</summary>
    public static string[] Percent(string value) =>
        value.Length > 1 && value[^1] == '%' && !value.AsSpan(0, value.Length - 1).ContainsAnyExcept(Digits)
            ? []
            : [PatternError("a valid percent string must be a numeric string followed by an ending '%'", "[0-9]+%", "1%", "93%")];

    /// <summary>The name of an environment variable: any printable ASCII characters but the equals sign.</summary>
    public static string[] EnvVarName(string value)
    {
        if (value.Length == 0) return ["environment variable name " + Empty];
        return value.AsSpan().ContainsAnyExcept(EnvVar)
            ? ["a valid environment variable name must consist only of printable ASCII characters other than '='"]
            : [];
    }

    /// <summary>A key of a ConfigMap or Secret, which is also the name of a file.</summary>
    public static string[] ConfigMapKey(string value)
    {
        var shaped = value.Length > 0 && !value.AsSpan().ContainsAnyExcept(Qualified);
        if (shaped && value.Length <= SubdomainMaxLength && !value.StartsWith('.')) return [];
        return Messages(
            value.Length > SubdomainMaxLength ? TooManyCharacters(SubdomainMaxLength) : null,
            shaped ? null : PatternError("a valid config key must consist of alphanumeric characters, '-', '_' or '.'", "[-._a-zA-Z0-9]+", "key.name", "KEY_NAME", "key-name"),
            value switch
            {
                "." => "must not be '.'",
                ".." => "must not be '..'",
                _ => value.StartsWith("..", StringComparison.Ordinal) ? "must not start with '..'" : null,
            });
    }

    /// <summary>An identifier of the language C.</summary>
    public static string[] CIdentifier(string value)
    {
        var shaped = value.Length > 0 && !char.IsAsciiDigit(value[0]) && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        return shaped ? [] : [PatternError("a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'", "[A-Za-z_][A-Za-z0-9_]*", "my_name", "MY_NAME", "MyName")];
    }

    /// <summary>The name of an HTTP header.</summary>
    public static string[] HttpHeaderName(string value) =>
        value.Length > 0 && !value.AsSpan().ContainsAnyExcept(HeaderName)
            ? []
            : [PatternError("a valid HTTP header must consist of alphanumeric characters or '-'", "[-A-Za-z0-9]+", "X-Header-Name")];

    /// <summary>A port number from 1 to 65535.</summary>
    public static string[] PortNumber(int value) => InRange(value, 1, 65535);

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static string[] InRange(long value, long low, long high) => value >= low && value <= high ? [] : [$"must be between {low} and {high}, inclusive"];

    /// <summary>A user or group number of the operating system.</summary>
    public static string[] UserOrGroupId(long value) => InRange(value, 0, uint.MaxValue);

    /// <summary>What Kubernetes says of a value that does not match a pattern.</summary>
    public static string PatternError(string sentence, string pattern, params ReadOnlySpan<string> examples)
    {
        if (examples.IsEmpty) return $"{sentence} (regex used for validation is '{pattern}')";
        return $"{sentence} (e.g. '{string.Join("',  or '", examples!)}', regex used for validation is '{pattern}')";
    }

    internal const string Empty = "must be non-empty";

    internal static bool IsDns1123Label(ReadOnlySpan<char> value) => IsBounded(value, Dns1123);

    internal static bool IsDns1123Subdomain(ReadOnlySpan<char> value) => EveryLabel(value, IsDns1123Label);

    private static string SubdomainPatternError() => PatternError(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
        Dns1123SubdomainPattern,
        "example.com");

    // Kubernetes counts bytes in the messages about labels and characters in those about names; both limits count the same ASCII.
    private static string TooManyBytes(int limit) => $"must be no more than {limit} bytes";

    private static string TooManyCharacters(int limit) => $"must be no more than {limit} characters";

    private static bool IsQualified(ReadOnlySpan<char> value) =>
        !value.IsEmpty && char.IsAsciiLetterOrDigit(value[0]) && char.IsAsciiLetterOrDigit(value[^1]) && !value.ContainsAnyExcept(Qualified);

    private static bool IsBounded(ReadOnlySpan<char> value, SearchValues<char> allowed) =>
        !value.IsEmpty && LowerAlphanumeric.Contains(value[0]) && LowerAlphanumeric.Contains(value[^1]) && !value.ContainsAnyExcept(allowed);

    private static bool EveryLabel(ReadOnlySpan<char> value, Func<ReadOnlySpan<char>, bool> isLabel)
    {
        foreach (var range in value.Split('.'))
        {
            if (!isLabel(value[range])) return false;
        }

        return true;
    }

    private static string[] Messages(params ReadOnlySpan<string?> messages)
    {
        List<string> result = [];
        foreach (var message in messages)
        {
            if (message is not null) result.Add(message);
        }

        return result.Count == 0 ? [] : [.. result];
    }
}
