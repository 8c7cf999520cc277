namespace Kubesharp.Server.Patch;

/// <summary>JSON Merge Patch (RFC 7386).</summary>
internal static class MergePatch
{
    /// <summary>Merges a patch into a value; the value may be changed and must not be used afterwards.</summary>
    public static JsonTree Apply(JsonTree? target, JsonTree patch)
    {
        if (!patch.IsObject || target is not { IsObject: true }) return WithoutNulls(patch);
        foreach (var (name, value) in patch.MembersNow())
        {
            if (value.IsNull)
            {
                target.Remove(name.Span);
                continue;
            }

            var current = value.IsObject ? target.Get(name.Span) : null;
            target.Set(name.Span, Apply(current, value));
        }

        return target;
    }

    // Null members remove, so what is taken from a patch as a whole has none; items of arrays are values and may be null.
    private static JsonTree WithoutNulls(JsonTree value)
    {
        if (value.IsObject)
        {
            foreach (var (name, member) in value.MembersNow())
            {
                if (member.IsNull) value.Remove(name.Span);
                else WithoutNulls(member);
            }
        }
        else if (value.IsArray)
        {
            foreach (var item in value.Items) WithoutNulls(item);
        }

        return value;
    }
}
