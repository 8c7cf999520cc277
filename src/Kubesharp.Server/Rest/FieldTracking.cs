using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Server.Apply;
using Kubesharp.Server.Patch;
using Kubesharp.Server.Storage;

namespace Kubesharp.Server.Rest;

/// <summary>Works out field ownership for creations and updates.</summary>
internal static class FieldTracking
{
    /// <summary>The ownership of a new object.</summary>
    public static ValueList<ManagedFieldsEntry> OfCreation(RestServices services, RestTarget target, IKubernetesObject value, string manager)
    {
        using var json = new ByteBuffer();
        target.Strategy.WriteJson(value, json);
        return services.Fields.Update(new FieldChange
        {
            Schema = target.Strategy.Schema,
            ApiVersion = target.Gvk.ApiVersion,
            Live = default,
            New = json.WrittenMemory,
            SentManagers = value.Metadata.ManagedFields,
            Manager = manager,
            Now = services.Time.GetUtcNow(),
        });
    }

    /// <summary>The ownership after an update.</summary>
    public static ValueList<ManagedFieldsEntry> OfUpdate(
        RestServices services, RestTarget target, StoredObject current, IKubernetesObject old, IKubernetesObject value, ObjectUpdate update)
    {
        using var json = new ByteBuffer();
        target.Strategy.WriteJson(value, json);
        return services.Fields.Update(new FieldChange
        {
            Schema = target.Strategy.Schema,
            ApiVersion = target.Gvk.ApiVersion,
            Live = current.Raw,
            LiveManagers = old.Metadata.ManagedFields,
            New = json.WrittenMemory,
            SentManagers = value.Metadata.ManagedFields,
            Manager = update.Manager,
            Subresource = update.Subresource,
            Now = services.Time.GetUtcNow(),
        });
    }
}
