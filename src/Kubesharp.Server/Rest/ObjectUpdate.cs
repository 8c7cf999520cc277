using Kubesharp.Api;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Storage;

namespace Kubesharp.Server.Rest;

/// <summary>How one request changes a stored object. The change may be asked for more than once, when others write at the same time.</summary>
internal sealed record ObjectUpdate
{
    /// <summary>Makes the new object from the stored one, which is given as it is kept and as a record; all in the stored version.</summary>
    public required Func<StoredObject, IKubernetesObject, CancellationToken, ValueTask<IKubernetesObject>> Change { get; init; }

    /// <summary>Empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Who owns the changed fields; empty when nobody keeps track, or when <see cref="Change"/> did.</summary>
    public string Manager { get; init; } = "";

    /// <summary>The uid that the stored object must have; empty for any.</summary>
    public string ExpectedUid { get; init; } = "";

    /// <summary>The change builds on the stored object, so it may leave out the resourceVersion whatever the kind says.</summary>
    public bool IsPatch { get; init; }

    /// <summary>Makes the object when there is none yet; null when that is an error.</summary>
    public Func<ValueTask<IKubernetesObject>>? CreateMissing { get; init; }

    /// <summary>Replaces the strategy's preparation, for subresources of their own kind.</summary>
    public Func<IKubernetesObject, IKubernetesObject, IKubernetesObject>? Prepare { get; init; }

    /// <summary>Replaces the strategy's validation: old object, new object, errors.</summary>
    public Action<IKubernetesObject, IKubernetesObject, ErrorList>? Validate { get; init; }
}

/// <summary>What an update came to.</summary>
/// <param name="Object">The stored object.</param>
/// <param name="Created">It was not there before.</param>
internal readonly record struct UpdateOutcome(StoredObject Object, bool Created);
