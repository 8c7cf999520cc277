using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Api.Tests;

public sealed class ErrorListTests
{
    private static readonly FieldPath Path = FieldPath.Of("spec").Child("labels").Key("app").Child("items").Index(3);

    public static TheoryData<FieldError, string, string> Errors => new()
    {
        { FieldError.Required(Path), CauseType.FieldValueRequired, "Required value" },
        { FieldError.Required(Path, "say more"), CauseType.FieldValueRequired, "Required value: say more" },
        { FieldError.Invalid(Path, "x", "bad"), CauseType.FieldValueInvalid, "Invalid value: \"x\": bad" },
        { FieldError.Invalid(Path, "a\"\n", "bad"), CauseType.FieldValueInvalid, "Invalid value: \"a\\\"\\n\": bad" },
        { FieldError.Invalid(Path, -1, "must be greater than or equal to 0"), CauseType.FieldValueInvalid, "Invalid value: -1: must be greater than or equal to 0" },
        { FieldError.Invalid(Path, true, "bad"), CauseType.FieldValueInvalid, "Invalid value: true: bad" },
        { FieldError.Invalid(Path, BadValue.Null, "bad"), CauseType.FieldValueInvalid, "Invalid value: null: bad" },
        { FieldError.Invalid(Path, (int?)null, "bad"), CauseType.FieldValueInvalid, "Invalid value: null: bad" },
        { FieldError.Invalid(Path, Quantity.Parse("1024Mi"), "bad"), CauseType.FieldValueInvalid, "Invalid value: \"1Gi\": bad" },
        { FieldError.Invalid(Path, new IntOrString("50%"), "bad"), CauseType.FieldValueInvalid, "Invalid value: \"50%\": bad" },
        { FieldError.Invalid(Path, new IntOrString(5), "bad"), CauseType.FieldValueInvalid, "Invalid value: 5: bad" },
        { FieldError.Invalid(Path, ValueMap.Of("app", "<b>"), "bad"), CauseType.FieldValueInvalid, "Invalid value: {\"app\":\"\\u003cb\\u003e\"}: bad" },
        { FieldError.Invalid(Path, (ValueList<string>)["a", "b"], "bad"), CauseType.FieldValueInvalid, "Invalid value: [\"a\",\"b\"]: bad" },
        { FieldError.Invalid(Path, BadValue.Json("{\"a\":1}"), "bad"), CauseType.FieldValueInvalid, "Invalid value: {\"a\":1}: bad" },
        { FieldError.NotSupported(Path, "x", "a", "b"), CauseType.FieldValueNotSupported, "Unsupported value: \"x\": supported values: \"a\", \"b\"" },
        { FieldError.Forbidden(Path, "no"), CauseType.FieldValueForbidden, "Forbidden: no" },
        { FieldError.Duplicate(Path, "x"), CauseType.FieldValueDuplicate, "Duplicate value: \"x\"" },
        { FieldError.NotFound(Path, "x"), CauseType.FieldValueNotFound, "Not found: \"x\"" },
        { FieldError.TooLong(Path, 253), CauseType.FieldValueTooLong, "Too long: may not be more than 253 bytes" },
        { FieldError.TooLong(Path, 1), CauseType.FieldValueTooLong, "Too long: may not be more than 1 byte" },
        { FieldError.TooMany(Path, 5, 3), CauseType.FieldValueTooMany, "Too many: 5: must have at most 3 items" },
        { FieldError.TypeInvalid(Path, "x", "must be a number"), CauseType.FieldValueTypeInvalid, "Invalid value: \"x\": must be a number" },
        { FieldError.Internal(Path, "boom"), CauseType.InternalError, "Internal error: boom" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void FieldError_OfEachKind_HasTheKnownText(FieldError error, string type, string body)
    {
        Assert.Equal(type, error.Type);
        Assert.Equal(body, error.Body);
        Assert.Equal("spec.labels[app].items[3]: " + body, error.ToString());
    }

    [Fact]
    public void FieldPath_None_PrintsNil() => Assert.Equal("<nil>: Required value", FieldError.Required(null).ToString());

    [Fact]
    public void ErrorList_Messages_OneErrorEach()
    {
        var errors = new ErrorList();
        Assert.True(errors.IsEmpty);
        errors.Invalid(FieldPath.Of("a"), "x", Names.Dns1123Label("x"));
        Assert.True(errors.IsEmpty);
        errors.Invalid(FieldPath.Of("a"), "..", Names.ConfigMapKey(".."));
        Assert.Equal("a: Invalid value: \"..\": must not be '..'", errors.ToString());
        var more = new ErrorList();
        more.AddRange(errors);
        Assert.Equal(errors, more);
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("tab\there", "\"tab\\there\"")]
    [InlineData("\u0001", "\"\\x01\"")]
    [InlineData("ä€😀", "\"ä€😀\"")]
    [InlineData("\u00a0\u200b", "\"\\u00a0\\u200b\"")]
    [InlineData("back\\slash", "\"back\\\\slash\"")]
    public void GoText_Quote_EscapesAsGoDoes(string text, string quoted) => Assert.Equal(quoted, GoText.Quote(text));
}
