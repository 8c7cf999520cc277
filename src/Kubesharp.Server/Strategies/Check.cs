using Kubesharp.Api;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies;

/// <summary>Checks that many validators share. They make the path of a field only once the field is known to be wrong.</summary>
internal static class Check
{
    public const string Immutable = "field is immutable";
    public const string NotNegative = "must be greater than or equal to 0";
    public const string OneOnly = "may not specify more than 1 volume type";

    /// <summary>Adds what a name rule found wrong with a field.</summary>
    public static void Rule(ErrorList errors, FieldPath path, string field, string value, string[] problems)
    {
        if (problems.Length > 0) errors.Invalid(path.Child(field), value, problems);
    }

    public static void Rule(ErrorList errors, FieldPath path, string field, long value, string[] problems)
    {
        if (problems.Length > 0) errors.Invalid(path.Child(field), value, problems);
    }

    /// <summary>A field that must not be empty.</summary>
    public static void Required(ErrorList errors, FieldPath path, string field, string value)
    {
        if (value.Length == 0) errors.Required(path.Child(field));
    }

    /// <summary>A field that must not be empty, and can be a part of a path.</summary>
    public static void Segment(ErrorList errors, FieldPath path, string field, string value)
    {
        if (value.Length == 0) errors.Required(path.Child(field));
        else Rule(errors, path, field, value, Names.PathSegment(value));
    }

    /// <summary>A field that must be set to one of the known values.</summary>
    public static void OneOf(ErrorList errors, FieldPath path, string field, string value, params ReadOnlySpan<string> supported)
    {
        if (supported.Contains(value)) return;
        if (value.Length == 0) errors.Required(path.Child(field));
        else errors.NotSupported(path.Child(field), value, supported);
    }

    /// <summary>A field that may be left out, and otherwise must be one of the known values.</summary>
    public static void OptionalOneOf(ErrorList errors, FieldPath path, string field, string? value, params ReadOnlySpan<string> supported)
    {
        if (value is not null && !supported.Contains(value)) errors.NotSupported(path.Child(field), value, supported);
    }

    public static void NonNegative(ErrorList errors, FieldPath path, string field, long value)
    {
        if (value < 0) errors.Invalid(path.Child(field), value, NotNegative);
    }

    public static void NonNegative(ErrorList errors, FieldPath path, string field, long? value)
    {
        if (value < 0) errors.Invalid(path.Child(field), value, NotNegative);
    }

    public static void NonNegative(ErrorList errors, FieldPath path, long value)
    {
        if (value < 0) errors.Invalid(path, value, NotNegative);
    }

    public static void NonNegative(ErrorList errors, FieldPath path, Quantity value)
    {
        if (value.Sign < 0) errors.Invalid(path, value, NotNegative);
    }

    /// <summary>A field that keeps the value it was created with.</summary>
    public static void Unchangeable(ErrorList errors, FieldPath path, string field, string value, string old)
    {
        if (value != old) errors.Invalid(path.Child(field), value, Immutable);
    }

    /// <summary>A part of an object as messages show it.</summary>
    public static BadValue Show<T>(T? value)
        where T : class, IApiType<T> => value is null ? BadValue.Null : BadValue.Json(SpecDiff.Text(value));

    /// <summary>A part of an object that keeps the value it was created with.</summary>
    public static void Unchangeable<T>(ErrorList errors, FieldPath path, string field, T? value, T? old)
        where T : class, IApiType<T>
    {
        if (!EqualityComparer<T?>.Default.Equals(value, old)) errors.Invalid(path.Child(field), Show(value), Immutable);
    }

    /// <summary>A count, or a percentage, that is not negative.</summary>
    public static void PositiveIntOrPercent(ErrorList errors, FieldPath path, string field, IntOrString value)
    {
        if (!value.IsString) NonNegative(errors, path, field, value.Number);
        else if (Names.Percent(value.Text) is { Length: > 0 } bad) errors.Invalid(path.Child(field), value, bad);
    }

    public static void AtMost100Percent(ErrorList errors, FieldPath path, string field, IntOrString value)
    {
        if (Percent(value) > 100) errors.Invalid(path.Child(field), value, "must not be greater than 100%");
    }

    /// <summary>The number of a count or of a percentage; 0 for anything else.</summary>
    public static int IntOrPercent(IntOrString value) => value.IsString ? Percent(value) : value.Number;

    private static int Percent(IntOrString value) =>
        value.IsString && value.Text.EndsWith('%') && int.TryParse(value.Text.AsSpan(0, value.Text.Length - 1), out var percent) ? percent : 0;

    /// <summary>Whether an item in front of <paramref name="index"/> has the same key. Lists in objects are short, so this is cheaper than a set.</summary>
    public static bool IsRepeated<T>(ReadOnlySpan<T> items, int index, Func<T, string> key)
    {
        var wanted = key(items[index]);
        for (var i = 0; i < index; i++)
        {
            if (key(items[i]) == wanted) return true;
        }

        return false;
    }

    /// <summary>A relative path that stays below where it starts.</summary>
    public static void LocalDescendingPath(ErrorList errors, FieldPath path, string field, string value)
    {
        if (value.StartsWith('/')) errors.Invalid(path.Child(field), value, "must be a relative path");
        NoBacksteps(errors, path, field, value);
    }

    /// <summary>A relative path below where it starts whose first part does not look like one of the links volumes are made of.</summary>
    public static void LocalNonReservedPath(ErrorList errors, FieldPath path, string field, string value)
    {
        LocalDescendingPath(errors, path, field, value);
        if (value.StartsWith("..", StringComparison.Ordinal) && !value.StartsWith("../", StringComparison.Ordinal)) errors.Invalid(path.Child(field), value, "must not start with '..'");
    }

    public static void NoBacksteps(ErrorList errors, FieldPath path, string field, string value)
    {
        if (HasBackstep(value)) errors.Invalid(path.Child(field), value, "must not contain '..'");
    }

    public static bool HasBackstep(ReadOnlySpan<char> value)
    {
        if (!value.Contains("..", StringComparison.Ordinal)) return false;
        foreach (var range in value.Split('/'))
        {
            if (value[range] is "..") return true;
        }

        return false;
    }
}
