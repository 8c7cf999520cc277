using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Validation;

/// <summary>One thing that is wrong with a field.</summary>
/// <param name="Type">What kind of error it is: a constant of <see cref="CauseType"/>.</param>
/// <param name="Field">Where it is.</param>
/// <param name="Body">The message without the field.</param>
public sealed record FieldError(string Type, string Field, string Body)
{
    /// <summary>A value is missing.</summary>
    public static FieldError Required(FieldPath? path, string detail = "") => Make(CauseType.FieldValueRequired, path, "Required value", detail);

    /// <summary>A value is malformed or out of range.</summary>
    public static FieldError Invalid(FieldPath? path, BadValue value, string detail) => Make(CauseType.FieldValueInvalid, path, $"Invalid value: {value}", detail);

    /// <summary>A value is not one of those that are known.</summary>
    public static FieldError NotSupported(FieldPath? path, BadValue value, params ReadOnlySpan<string> supported) =>
        Make(CauseType.FieldValueNotSupported, path, $"Unsupported value: {value}", supported.IsEmpty ? "" : $"supported values: {GoText.QuoteAll(supported)}");

    /// <summary>A value may not be set or changed under the present conditions.</summary>
    public static FieldError Forbidden(FieldPath? path, string detail) => Make(CauseType.FieldValueForbidden, path, "Forbidden", detail);

    /// <summary>A value that has to be unique stands twice.</summary>
    public static FieldError Duplicate(FieldPath? path, BadValue value) => Make(CauseType.FieldValueDuplicate, path, $"Duplicate value: {value}", "");

    /// <summary>A value names something that does not exist.</summary>
    public static FieldError NotFound(FieldPath? path, BadValue value) => Make(CauseType.FieldValueNotFound, path, $"Not found: {value}", "");

    /// <summary>A text has more than <paramref name="limit"/> bytes.</summary>
    public static FieldError TooLong(FieldPath? path, int limit) =>
        Make(CauseType.FieldValueTooLong, path, "Too long", $"may not be more than {limit} {(limit == 1 ? "byte" : "bytes")}");

    /// <summary>A list has more than <paramref name="limit"/> items.</summary>
    public static FieldError TooMany(FieldPath? path, int count, int limit) =>
        Make(CauseType.FieldValueTooMany, path, $"Too many: {count}", $"must have at most {limit} {(limit == 1 ? "item" : "items")}");

    /// <summary>A value has the wrong type.</summary>
    public static FieldError TypeInvalid(FieldPath? path, BadValue value, string detail) => Make(CauseType.FieldValueTypeInvalid, path, $"Invalid value: {value}", detail);

    /// <summary>Something went wrong that is not the user's fault.</summary>
    public static FieldError Internal(FieldPath? path, string detail) => Make(CauseType.InternalError, path, "Internal error", detail);

    /// <summary>Field and message.</summary>
    public override string ToString() => $"{Field}: {Body}";

    private static FieldError Make(string type, FieldPath? path, string body, string detail) =>
        new(type, FieldPath.TextOf(path), detail.Length == 0 ? body : $"{body}: {detail}");
}
