namespace Kubesharp.Client;

/// <summary>Names an object of a known kind; the namespace of cluster-scoped objects is empty. The usual key of a work queue.</summary>
public readonly record struct NamespacedName(string Namespace, string Name) : IComparable<NamespacedName>
{
    public static NamespacedName Of(Api.IKubernetesObject value) => new(value.Metadata.Namespace, value.Metadata.Name);

    /// <summary>Reads <c>namespace/name</c>, or <c>name</c> alone.</summary>
    /// <exception cref="FormatException">There is more than one slash.</exception>
    public static NamespacedName Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return new("", text);
        if (text.IndexOf('/', slash + 1) >= 0) throw new FormatException($"unexpected key format: \"{text}\"");
        return new(text[..slash], text[(slash + 1)..]);
    }

    /// <summary>Orders by namespace, then by name, both ordinal.</summary>
    public int CompareTo(NamespacedName other)
    {
        var order = string.CompareOrdinal(Namespace, other.Namespace);
        return order != 0 ? order : string.CompareOrdinal(Name, other.Name);
    }

    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
