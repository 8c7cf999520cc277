namespace Kubesharp.Api.Meta.V1;

/// <summary>Reads and sets the conditions of kinds that use the shared <see cref="Condition"/>.</summary>
public static class ConditionExtensions
{
    /// <summary>The condition of a type, or null.</summary>
    public static Condition? Get(this ValueList<Condition> conditions, string type)
    {
        foreach (var condition in conditions)
        {
            if (condition.Type == type) return condition;
        }

        return null;
    }

    public static bool IsTrue(this ValueList<Condition> conditions, string type) => conditions.Get(type)?.Status == ConditionStatus.True;

    /// <summary>
    /// The list with a condition in place of the one of its type, or at the end. The transition time is <paramref name="now"/> when
    /// the status changes and stays as it was otherwise.
    /// </summary>
    public static ValueList<Condition> With(this ValueList<Condition> conditions, Condition condition, DateTimeOffset now)
    {
        var items = conditions.AsSpan().ToArray();
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Type != condition.Type) continue;
            items[i] = condition with { LastTransitionTime = items[i].Status == condition.Status ? items[i].LastTransitionTime : now };
            return ValueList.Wrap(items);
        }

        return conditions.Add(condition with { LastTransitionTime = now });
    }
}
