using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Functions;

/// <summary>Versions of the form <c>1.2.3-alpha.1+build</c>.</summary>
internal static class SemverFunctions
{
    public static CelType Type { get; } = new("kubernetes.Semver");

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        new("semver", IsMember: false, 1, 2, static arguments => Parse(arguments, static (text, version) =>
            version is null ? new CelError($"failed to parse \"{text}\" as a semantic version") : new CelOpaque(Type, version))),
        new("isSemver", IsMember: false, 1, 2, static arguments => Parse(arguments, static (_, version) => CelBool.Of(version is not null))),
        Of("major", static version => new CelInt((long)version.Major)),
        Of("minor", static version => new CelInt((long)version.Minor)),
        Of("patch", static version => new CelInt((long)version.Patch)),
        With("isGreaterThan", static order => CelBool.Of(order > 0)),
        With("isLessThan", static order => CelBool.Of(order < 0)),
        With("compareTo", static order => new CelInt(Math.Sign(order))),
    ];

    private static CelFunction Of(string name, Func<SemanticVersion, CelValue> body) =>
        CelFunction.Member(name, 0, arguments => arguments[0] is CelOpaque { Value: SemanticVersion version } ? body(version) : null);

    private static CelFunction With(string name, Func<int, CelValue> body) => CelFunction.Member(
        name, 1, arguments => arguments is [CelOpaque { Value: SemanticVersion left }, CelOpaque { Value: SemanticVersion right }] ? body(left.CompareTo(right)) : null);

    private static CelValue? Parse(CelValue[] arguments, Func<string, SemanticVersion?, CelValue> result)
    {
        if (arguments[0] is not CelString text) return null;
        var form = text.Value;
        if (arguments.Length == 2)
        {
            if (arguments[1] is not CelBool normalize) return null;
            if (normalize.Value) form = SemanticVersion.Normalize(form);
        }

        return result(text.Value, SemanticVersion.TryParse(form, out var version) ? version : null);
    }
}
