using Kubesharp.Api.Validation;
using Kubesharp.Server.Admission;
using Kubesharp.Server.Apply;
using Kubesharp.Server.Patch;
using Kubesharp.Server.Storage;

namespace Kubesharp.Server.Rest;

/// <summary>What the verbs work with; one for each server.</summary>
internal sealed record RestServices
{
    public required ObjectStores Stores { get; init; }

    public required AdmissionChain Admission { get; init; }

    public required IPatchEngine Patches { get; init; }

    public required IFieldManager Fields { get; init; }

    public required NameGenerator NameGenerator { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Chance.</summary>
    public required IdentitySource Identities { get; init; }
}
