using Kubesharp.Api.Serialization;

namespace Kubesharp.Server.Patch;

/// <summary>
/// Why a strategically merged object does not fit its type. Upstream converts it from maps there, not from text, so its words are others
/// than those for JSON.
/// </summary>
internal static class GoConversion
{
    public static string Describe(DecodeException e)
    {
        if (e is not DecodeMismatchException mismatch)
            return e.Message.StartsWith("illegal base64", StringComparison.Ordinal) ? "error decoding from json: " + e.Message : e.Message;
        var found = mismatch.Found switch
        {
            "object" => "map",
            "array" => "slice",
            "number" => "int64",
            _ when mismatch.Found.StartsWith("number", StringComparison.Ordinal) => "float64",
            _ => mismatch.Found,
        };
        return mismatch.GoType switch
        {
            "string" when found == "int64" => "cannot convert int64 to string",
            "string" or "bool" or "int32" or "int64" or "float64" => $"unrecognized type: {mismatch.GoType}",
            _ when mismatch.GoType.StartsWith("[]", StringComparison.Ordinal) => $"cannot restore slice from {found}",
            _ when mismatch.GoType.StartsWith("map[", StringComparison.Ordinal) => $"cannot restore map from {found}",
            _ => $"cannot restore struct from: {found}",
        };
    }
}
