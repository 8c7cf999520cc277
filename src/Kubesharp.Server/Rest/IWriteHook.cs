using Kubesharp.Api;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Storage;

namespace Kubesharp.Server.Rest;

/// <summary>Takes part in the writes of one kind, after validation and right before the store: to allocate what has to be unique.</summary>
internal interface IWriteHook
{
    /// <summary>The object to store.</summary>
    ValueTask<IKubernetesObject> BeforeCreateAsync(IKubernetesObject value, RequestContext context, CancellationToken cancellationToken);

    /// <summary>The object to store.</summary>
    ValueTask<IKubernetesObject> BeforeUpdateAsync(IKubernetesObject old, IKubernetesObject value, RequestContext context, CancellationToken cancellationToken);

    /// <summary>The write is over; <paramref name="stored"/> is null when it failed.</summary>
    void AfterWrite(IKubernetesObject? old, IKubernetesObject value, StoredObject? stored);

    /// <summary>The object is gone.</summary>
    void AfterDelete(IKubernetesObject last);
}
