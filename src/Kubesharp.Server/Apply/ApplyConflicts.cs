using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Server.Apply;

/// <summary>Fields an apply wants to change that others own.</summary>
internal sealed class ApplyConflicts
{
    private readonly List<(FieldOwner Owner, FieldSet Fields)> _conflicts = [];

    public bool IsEmpty => _conflicts.Count == 0;

    /// <summary>What each owner but the applier would lose.</summary>
    public static ApplyConflicts Find(FieldOwners owners, FieldOwner self, FieldSet? written)
    {
        var result = new ApplyConflicts();
        foreach (var owner in owners.All)
        {
            if (!ReferenceEquals(owner, self) && FieldSet.Intersection(owner.Set, written) is { } fields) result._conflicts.Add((owner, fields));
        }

        result._conflicts.Sort((a, b) => string.CompareOrdinal(a.Owner.Identity, b.Owner.Identity));
        return result;
    }

    /// <summary>The conflicts over other fields than these.</summary>
    public ApplyConflicts Except(FieldSet? allowed)
    {
        var result = new ApplyConflicts();
        foreach (var (owner, fields) in _conflicts)
        {
            if (FieldSet.Difference(fields, allowed) is { } rest) result._conflicts.Add((owner, rest));
        }

        return result;
    }

    /// <summary>The error for the client: one cause for each field.</summary>
    public StatusException ToError()
    {
        var causes = new List<StatusCause>();
        var message = new StringBuilder();
        foreach (var (owner, fields) in _conflicts)
        {
            var who = owner.Describe();
            message.Append(message.Length == 0 ? "" : "\n").Append("conflicts with ").Append(who).Append(':');
            fields.Walk(path =>
            {
                causes.Add(new StatusCause { Reason = CauseType.FieldManagerConflict, Message = $"conflict with {who}", Field = path });
                message.Append("\n- ").Append(path);
            });
        }

        var text = causes.Count == 1
            ? $"Apply failed with 1 conflict: {causes[0].Message}: {causes[0].Field}"
            : $"Apply failed with {causes.Count} conflicts: {message}";
        return StatusErrors.ApplyConflict(text, causes.ToValueList());
    }
}
