using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Server.Apply;

/// <summary>Keeps the record of who owns which field (metadata.managedFields) and merges server-side applies.</summary>
public interface IFieldManager
{
    /// <summary>
    /// The ownership after a creation or an update. Entries of other managers keep their bytes; the time of the writer's entry moves only
    /// when the set of its fields changes.
    /// </summary>
    ValueList<ManagedFieldsEntry> Update(FieldChange change);

    /// <summary>Merges an apply into the live object (or makes a new one).</summary>
    /// <remarks>Throws a StatusException: 409 with one cause per conflicting field, or 400/422 when the object does not fit its schema.</remarks>
    AppliedObject Apply(FieldChange change);
}

/// <summary>Outcome of a server-side apply.</summary>
/// <param name="Json">The merged object as JSON.</param>
/// <param name="Managers">The field ownership after it.</param>
public readonly record struct AppliedObject(byte[] Json, ValueList<ManagedFieldsEntry> Managers);
