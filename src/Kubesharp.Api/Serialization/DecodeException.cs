using System.Text.Json;

namespace Kubesharp.Api.Serialization;

/// <summary>A request body or stored value that is well-formed but does not fit its type.</summary>
public class DecodeException(string message) : Exception(message);

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
