using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text;

namespace Kubesharp.Network.Proxy.Nftables;

/// <summary>
/// Service rules in nftables. Keeps what each service port has in the table, so that a change costs the difference: its
/// own map elements and, where it has any, its own chains, in one kernel transaction.
/// </summary>
internal sealed class NftablesProgrammer : INetworkProgrammer
{
    private readonly INftables _nftables;
    private readonly ImmutableArray<Table> _tables;
    private bool _known;

    /// <param name="nftables">Runs the scripts.</param>
    /// <param name="options">Names and ranges.</param>
    /// <param name="families">Address families to make a table for.</param>
    public NftablesProgrammer(INftables nftables, NftablesOptions options, ImmutableArray<AddressFamily> families)
    {
        _nftables = nftables;
        _tables = [.. families.Select(f => new Table(options, f))];
    }

    public async Task ApplyAsync(NetworkTransaction transaction, CancellationToken cancellationToken)
    {
        if (!_known && !transaction.IsFull) throw new NetworkProgrammingException("the state of the tables is not known: a full transaction is needed");
        _known = false;
        var script = new StringBuilder();
        foreach (var table in _tables) table.Write(transaction, script);
        if (script.Length > 0) await _nftables.RunAsync(script.ToString(), cancellationToken);
        _known = true;
    }

    /// <summary>Removes the tables, for a node that leaves the cluster.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        _known = false;
        var script = new StringBuilder();
        foreach (var table in _tables) script.Append($"add table {table.Name}\ndelete table {table.Name}\n");
        await _nftables.RunAsync(script.ToString(), cancellationToken);
    }

    /// <summary>The table of one address family and what is in it.</summary>
    private sealed class Table(NftablesOptions options, AddressFamily family)
    {
        private readonly Dictionary<ServicePortKey, RenderedServicePort> _ports = [];
        private readonly ElementTable _elements = new();
        private readonly ServicePortRenderer _renderer = new(family, options);
        private readonly HashSet<PickChain> _picks = [];
        private readonly string _ip = family == AddressFamily.InterNetwork ? "ip" : "ip6";

        public string Name { get; } = (family == AddressFamily.InterNetwork ? "ip " : "ip6 ") + options.TableName;

        public void Write(NetworkTransaction transaction, StringBuilder script)
        {
            // Order within the transaction: what rules and elements refer to exists before them and goes after them.
            var create = new StringBuilder();
            var flush = new StringBuilder();
            var rules = new StringBuilder();
            var delete = new StringBuilder();
            if (transaction.IsFull)
            {
                _ports.Clear();
                _elements.Clear();
                _picks.Clear();
                script.Append($"add table {Name}\ndelete table {Name}\n").Append(NftablesBase.Render(options, family));
                var addresses = transaction.NodePortAddresses.Where(a => a.AddressFamily == family).Select(a => a.ToString()).Distinct().ToArray();
                if (addresses.Length > 0) script.Append($"add element {Name} {NftablesBase.NodePortIPs} {{ {string.Join(", ", addresses)} }}\n");
            }

            foreach (var key in transaction.Removed)
            {
                if (key.Family == family) Replace(key, null, create, flush, rules, delete);
            }

            foreach (var routing in transaction.Updated)
            {
                if (routing.Port.Key.Family == family) Replace(routing.Port.Key, routing, create, flush, rules, delete);
            }

            script.Append(create).Append(flush);
            var (deleted, added) = _elements.TakeChanges();
            AppendElements(script, "delete", deleted);
            script.Append(rules);
            AppendElements(script, "add", added);
            script.Append(delete);
        }

        private void Replace(ServicePortKey key, ServicePortRouting? routing, StringBuilder create, StringBuilder flush, StringBuilder rules, StringBuilder delete)
        {
            var old = _ports.GetValueOrDefault(key, RenderedServicePort.Nothing);
            var current = routing is null ? RenderedServicePort.Nothing : _renderer.Render(routing, old);
            foreach (var pick in current.Picks)
            {
                // Shared chains stay until the next full transaction: another service will soon have this many endpoints.
                if (!_picks.Add(pick)) continue;
                create.Append($"add chain {Name} {pick.Name}\n");
                foreach (var line in pick.Rules(_ip)) rules.Append($"add rule {Name} {pick.Name} {line}\n");
            }

            foreach (var (set, definition) in current.AffinitySets)
            {
                if (!old.AffinitySets.ContainsKey(set)) create.Append($"add set {Name} {set} {definition}\n");
            }

            foreach (var (chain, lines) in current.Chains)
            {
                if (!old.Chains.TryGetValue(chain, out var oldLines)) create.Append($"add chain {Name} {chain}\n");
                else if (lines.AsSpan().SequenceEqual(oldLines)) continue;
                else flush.Append($"flush chain {Name} {chain}\n");
                foreach (var line in lines) rules.Append($"add rule {Name} {chain} {line}\n");
            }

            foreach (var chain in old.Chains.Keys)
            {
                if (current.Chains.ContainsKey(chain)) continue;
                flush.Append($"flush chain {Name} {chain}\n");
                delete.Append($"delete chain {Name} {chain}\n");
            }

            foreach (var set in old.AffinitySets.Keys)
            {
                if (!current.AffinitySets.ContainsKey(set)) delete.Append($"delete set {Name} {set}\n");
            }

            _elements.Update(key, old.Elements, current.Elements);
            if (routing is null) _ports.Remove(key);
            else _ports[key] = current;
        }

        private void AppendElements(StringBuilder script, string command, List<NftElement> elements)
        {
            foreach (var group in elements.GroupBy(e => e.Set))
            {
                script.Append($"{command} element {Name} {group.Key} {{ ");
                var first = true;
                foreach (var element in group)
                {
                    if (!first) script.Append(", ");
                    first = false;
                    script.Append(element.Key);
                    if (element.Value is not null) script.Append(" : ").Append(element.Value);
                }

                script.Append(" }\n");
            }
        }
    }
}
