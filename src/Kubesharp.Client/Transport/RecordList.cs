using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Client;

/// <summary>A page of a list as records.</summary>
/// <param name="Metadata">Revision, and what comes after this page.</param>
/// <param name="Items">The objects, in the server's order.</param>
public sealed record RecordList(ListMeta Metadata, IReadOnlyList<IKubernetesObject> Items);
