using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Schema;

namespace Kubesharp.Server.Apply;

/// <summary>A write to an object whose field ownership has to be worked out.</summary>
public sealed class FieldChange
{
    /// <summary>The kind's schema; null for custom resources without one, whose lists are atomic.</summary>
    public required TypeSchema? Schema { get; init; }

    /// <summary>Version the manager wrote in, such as <c>apps/v1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The stored object as JSON (its managedFields members, if any, do not count); empty for a creation.</summary>
    public required ReadOnlyMemory<byte> Live { get; init; }

    /// <summary>The stored object's field ownership.</summary>
    public ValueList<ManagedFieldsEntry> LiveManagers { get; init; }

    /// <summary>For an update or a creation the new object as JSON; for apply the fields the manager wants.</summary>
    public required ReadOnlyMemory<byte> New { get; init; }

    /// <summary>
    /// For an update, the managedFields that the client sent: a present but empty list (or a list with one empty entry) asks for a reset.
    /// </summary>
    public ValueList<ManagedFieldsEntry> SentManagers { get; init; }

    /// <summary>Who writes: the fieldManager parameter, or the first part of the user agent.</summary>
    public required string Manager { get; init; }

    /// <summary>Empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Apply takes over fields that others own instead of reporting conflicts.</summary>
    public bool Force { get; init; }

    public required DateTimeOffset Now { get; init; }
}
