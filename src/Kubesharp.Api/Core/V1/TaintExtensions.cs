using System.Globalization;

namespace Kubesharp.Api.Core.V1;

/// <summary>Which tolerations accept which taints.</summary>
public static class TaintExtensions
{
    /// <summary>Whether a toleration accepts a taint.</summary>
    /// <param name="toleration">An empty key, together with the operator Exists, accepts every key; an empty effect accepts every effect.</param>
    /// <param name="taint">The taint of a node.</param>
    /// <param name="comparisonOperators">Whether the operators Lt and Gt count (feature gate TaintTolerationComparisonOperators); otherwise they accept nothing.</param>
    public static bool ToleratesTaint(this Toleration toleration, Taint taint, bool comparisonOperators = false)
    {
        if (toleration.Effect.Length > 0 && toleration.Effect != taint.Effect) return false;
        if (toleration.Key.Length > 0 && toleration.Key != taint.Key) return false;
        return toleration.Operator switch
        {
            "" or TolerationOperator.Equal => toleration.Value == taint.Value,
            TolerationOperator.Exists => true,
            TolerationOperator.Lt => comparisonOperators && Compare(taint.Value, toleration.Value) < 0,
            TolerationOperator.Gt => comparisonOperators && Compare(taint.Value, toleration.Value) > 0,
            _ => false,
        };
    }

    /// <summary>Whether one of the tolerations accepts the taint.</summary>
    public static bool IsToleratedBy(this Taint taint, ValueList<Toleration> tolerations, bool comparisonOperators = false)
    {
        foreach (var toleration in tolerations)
        {
            if (toleration.ToleratesTaint(taint, comparisonOperators)) return true;
        }

        return false;
    }

    /// <summary>The first taint with one of the effects that no toleration accepts, or null.</summary>
    public static Taint? FindUntolerated(this ValueList<Taint> taints, ValueList<Toleration> tolerations, ReadOnlySpan<string> effects, bool comparisonOperators = false)
    {
        foreach (var taint in taints)
        {
            if (effects.Contains(taint.Effect) && !taint.IsToleratedBy(tolerations, comparisonOperators)) return taint;
        }

        return null;
    }

    /// <summary>Whether two taints are the same one, which key and effect decide.</summary>
    public static bool Matches(this Taint taint, Taint other) => taint.Key == other.Key && taint.Effect == other.Effect;

    /// <summary>Whether a list has a taint with the same key and effect.</summary>
    public static bool HasTaint(this ValueList<Taint> taints, Taint taint)
    {
        foreach (var item in taints)
        {
            if (item.Matches(taint)) return true;
        }

        return false;
    }

    /// <summary>The taint as command lines and messages spell it: <c>key=value:effect</c>.</summary>
    public static string ToText(this Taint taint)
    {
        var subject = taint.Value.Length == 0 ? taint.Key : $"{taint.Key}={taint.Value}";
        if (taint.Effect.Length > 0) return $"{subject}:{taint.Effect}";
        return taint.Value.Length == 0 ? subject : subject + ":";
    }

    /// <summary>Order of two whole numbers; null, which is neither more nor less, when one is no number in its shortest form.</summary>
    private static int? Compare(string taint, string toleration) =>
        TryReadNumber(taint, out var left) && TryReadNumber(toleration, out var right) ? left.CompareTo(right) : null;

    private static bool TryReadNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number.ToString(CultureInfo.InvariantCulture) == text;
}
