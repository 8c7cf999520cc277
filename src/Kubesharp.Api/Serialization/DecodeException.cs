using System.Text.Json;

namespace Kubesharp.Api.Serialization;

/// <summary>A request body or stored value that is well-formed but does not fit its type.</summary>
public class DecodeException(string message) : Exception(message);

/// <summary>A value of another kind than its field's.</summary>
/// <param name="message">What to say, with the field's path.</param>
/// <param name="found">What the text holds: object, array, string, bool or number.</param>
/// <param name="goType">The field's type as upstream names it.</param>
public sealed class DecodeMismatchException(string message, string found, string goType) : DecodeException(message)
{
    public string Found => found;

    public string GoType => goType;
}

/// <summary>A JSON value of the wrong kind; turned into a message with the field's path once the whole text is at hand.</summary>
internal sealed class JsonMismatchException(JsonTokenType found, string? literal, string expected, long offset) : DecodeException("wrong type")
{
    /// <summary>What the text holds, as messages name it.</summary>
    public string Found => found switch
    {
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        JsonTokenType.String => "string",
        JsonTokenType.True or JsonTokenType.False => "bool",
        JsonTokenType.Number when expected is "int32" or "int64" && literal is not null => "number " + literal,
        _ => "number",
    };

    public string Expected => expected;

    public long Offset => offset;
}
