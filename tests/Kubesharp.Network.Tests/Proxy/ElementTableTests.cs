using System.Net.Sockets;
using Kubesharp.Network.Proxy;
using Kubesharp.Network.Proxy.Nftables;

namespace Kubesharp.Network.Tests.Proxy;

public sealed class ElementTableTests
{
    private static readonly ServicePortKey A = new("default", "a", "", ProxyProtocol.Tcp, AddressFamily.InterNetwork);
    private static readonly ServicePortKey B = A with { Name = "b" };
    private readonly ElementTable _table = new();

    [Fact]
    public void Update_SharedSetElement_StaysUntilTheLastOwnerLetsGo()
    {
        NftElement[] shared = [new("ips", "10.96.0.1", null)];
        _table.Update(A, [], shared);
        _table.Update(B, [], shared);
        Assert.Equal(shared, _table.TakeChanges().Added);
        _table.Update(A, shared, []);
        AssertChanges([], []);
        _table.Update(B, shared, []);
        Assert.Equal(shared, _table.TakeChanges().Deleted);
    }

    [Fact]
    public void Update_TwoWantOneKey_SecondFollowsWhenFirstLetsGo()
    {
        NftElement[] first = [new("map", "30000", "goto a")];
        NftElement[] second = [new("map", "30000", "goto b")];
        _table.Update(A, [], first);
        _table.TakeChanges();
        _table.Update(B, [], second);
        AssertChanges([], []);
        _table.Update(A, first, []);
        AssertChanges(first, second);
    }

    [Fact]
    public void Update_KeyMovesBetweenOwnersInOneBatch_IsOneReplacement()
    {
        NftElement[] first = [new("map", "30000", "goto a")];
        NftElement[] second = [new("map", "30000", "goto b")];
        _table.Update(A, [], first);
        _table.TakeChanges();
        _table.Update(B, [], second);
        _table.Update(A, first, []);
        AssertChanges(first, second);
    }

    [Fact]
    public void Update_ValueChanges_IsDeletedAndAdded()
    {
        NftElement[] old = [new("map", "k", "drop")];
        NftElement[] current = [new("map", "k", "goto a")];
        _table.Update(A, [], old);
        _table.TakeChanges();
        _table.Update(A, old, current);
        AssertChanges(old, current);
    }

    private void AssertChanges(NftElement[] deleted, NftElement[] added)
    {
        var changes = _table.TakeChanges();
        Assert.Equal(deleted, changes.Deleted);
        Assert.Equal(added, changes.Added);
    }
}
