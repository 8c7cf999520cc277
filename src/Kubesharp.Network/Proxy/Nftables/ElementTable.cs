namespace Kubesharp.Network.Proxy.Nftables;

/// <summary>
/// Who wants which set or map element. Several owners may want one key (ports that share a cluster IP, Services with the
/// same external IP): the first one's value is in effect, and the next one's follows when it lets go.
/// </summary>
internal sealed class ElementTable
{
    private readonly Dictionary<(string Set, string Key), List<Claim>> _claims = [];
    private readonly Dictionary<(string Set, string Key), (bool Exists, string? Value)> _before = [];

    /// <summary>Replaces the elements of one owner; takes effect with <see cref="TakeChanges"/>.</summary>
    public void Update(ServicePortKey owner, IReadOnlyList<NftElement> old, IReadOnlyList<NftElement> current)
    {
        var kept = new HashSet<(string, string)>(current.Count);
        foreach (var element in current)
        {
            var key = (element.Set, element.Key);
            if (!kept.Add(key)) continue;
            var claims = Touch(key);
            var index = claims.FindIndex(c => c.Owner == owner);
            if (index < 0) claims.Add(new Claim(owner, element.Value));
            else claims[index] = new Claim(owner, element.Value);
        }

        foreach (var element in old)
        {
            var key = (element.Set, element.Key);
            if (!kept.Contains(key)) Touch(key).RemoveAll(c => c.Owner == owner);
        }
    }

    /// <summary>What has to be deleted from and added to the kernel's sets since the last call.</summary>
    public (List<NftElement> Deleted, List<NftElement> Added) TakeChanges()
    {
        var deleted = new List<NftElement>();
        var added = new List<NftElement>();
        foreach (var (key, before) in _before)
        {
            var claims = _claims[key];
            var exists = claims.Count > 0;
            var value = exists ? claims[0].Value : null;
            if (!exists) _claims.Remove(key);
            if (exists == before.Exists && value == before.Value) continue;
            if (before.Exists) deleted.Add(new NftElement(key.Set, key.Key, before.Value));
            if (exists) added.Add(new NftElement(key.Set, key.Key, value));
        }

        _before.Clear();
        return (deleted, added);
    }

    public void Clear()
    {
        _claims.Clear();
        _before.Clear();
    }

    private List<Claim> Touch((string Set, string Key) key)
    {
        if (!_claims.TryGetValue(key, out var claims)) _claims[key] = claims = [];
        _before.TryAdd(key, (claims.Count > 0, claims.Count > 0 ? claims[0].Value : null));
        return claims;
    }

    private readonly record struct Claim(ServicePortKey Owner, string? Value);
}
