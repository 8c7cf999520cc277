using Kubesharp.Api;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Storage;

/// <summary>What classes of storage and of their attributes tell a driver.</summary>
internal static class StorageParameters
{
    private const int MaxCount = 512;
    private const int MaxBytes = 256 * 1024;

    /// <summary>The name of the driver.</summary>
    public static void Driver(string name, string field, ErrorList errors)
    {
        if (name.Length == 0) errors.Required(FieldPath.Of(field));
        else if (Names.QualifiedName(name.ToLowerInvariant()) is { Length: > 0 } bad) errors.Invalid(FieldPath.Of(field), name, bad);
    }

    public static void Validate(ValueMap<string> parameters, ErrorList errors)
    {
        var path = FieldPath.Of("parameters");
        if (parameters.Count > MaxCount) errors.TooLong(path, MaxCount);
        var size = 0L;
        foreach (var (key, text) in parameters)
        {
            if (key.Length == 0) errors.Invalid(path, key, "field can not be empty.");
            size += key.Length + text.Length;
        }

        if (size > MaxBytes) errors.TooLong(path, MaxBytes);
    }
}
