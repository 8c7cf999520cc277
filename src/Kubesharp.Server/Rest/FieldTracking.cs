using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Server.Apply;
using Kubesharp.Server.Storage;

namespace Kubesharp.Server.Rest;

/// <summary>Works out field ownership for creations and updates.</summary>
internal static class FieldTracking
{
    /// <summary>The ownership of a new object.</summary>
    public static ValueList<ManagedFieldsEntry> OfCreation(RestServices services, RestTarget target, IKubernetesObject value, string manager) =>
        services.Fields.Update(new FieldChange
        {
            Schema = target.Strategy.Schema,
            ApiVersion = target.Gvk.ApiVersion,
            Live = default,
            New = target.Strategy.ToJson(value),
            SentManagers = value.Metadata.ManagedFields,
            Manager = manager,
            Now = services.Time.GetUtcNow(),
        });

    /// <summary>The ownership after an update.</summary>
    public static ValueList<ManagedFieldsEntry> OfUpdate(
        RestServices services, RestTarget target, StoredObject current, IKubernetesObject value, ObjectUpdate update) =>
        services.Fields.Update(new FieldChange
        {
            Schema = target.Strategy.Schema,
            ApiVersion = target.Gvk.ApiVersion,
            Live = current.Raw,
            LiveManagers = target.Storage.TypedOf(current).Metadata.ManagedFields,
            New = target.Strategy.ToJson(value),
            SentManagers = value.Metadata.ManagedFields,
            Manager = update.Manager,
            Subresource = update.Subresource,
            Now = services.Time.GetUtcNow(),
        });
}
