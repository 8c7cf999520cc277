using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Functions;

/// <summary>Regular expressions. They are matched without backtracking, so that none takes more than linear time.</summary>
internal static class RegexFunctions
{
    private const int MaxCached = 512;
    private static readonly ConcurrentDictionary<string, Regex> Cache = new(StringComparer.Ordinal);

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        CelFunction.Member("find", 1, static arguments => arguments is [CelString text, CelString pattern] ? First(text.Value, pattern.Value) : null),
        new("findAll", IsMember: true, 1, 2, FindAll),
    ];

    /// <summary>A compiled expression, or why it cannot be compiled.</summary>
    public static Regex? Find(string pattern, out CelError? failure)
    {
        failure = null;
        if (Cache.TryGetValue(pattern, out var regex)) return regex;
        try
        {
            // Named groups are written with a P there, without one here.
            var form = pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
            regex = new Regex(form, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            failure = new CelError($"error parsing regexp: {e.Message}");
            return null;
        }

        if (Cache.Count >= MaxCached) Cache.Clear();
        Cache[pattern] = regex;
        return regex;
    }

    private static CelValue? First(string text, string pattern) => Find(pattern, out var failure) is { } regex ? new CelString(regex.Match(text).Value) : failure;

    private static CelValue? FindAll(CelValue[] arguments)
    {
        if (arguments is not [CelString text, CelString pattern, ..]) return null;
        var limit = -1L;
        if (arguments.Length == 3)
        {
            if (arguments[2] is not CelInt number) return null;
            limit = number.Value;
        }

        if (Find(pattern.Value, out var failure) is not { } regex) return failure;
        var found = new List<CelValue>();
        for (var match = regex.Match(text.Value); match.Success && (limit < 0 || found.Count < limit); match = match.NextMatch()) found.Add(new CelString(match.Value));
        return CelList.Of([.. found]);
    }
}
